/// The service's answer to a rollback: the record that it made, as for a start.
public typealias RollbackRecordsResponse = StartDeployTaskResponse
