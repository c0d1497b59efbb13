"""What every peer in Python sends; the same as in peer.h."""
TASK = "d2dc947ec2424d8789bb3984bb3adf45"
RECORD = "0ee9c8e6a7dc44109541e53c6dccf47c"
TOKEN = "benchmark-token-of-the-length-that-a-short-one-has"
KEY, SECRET = "BENCHMARKKEY12345678", "benchmark-secret-key-of-forty-characters"
PARAMS = [
    {"key": "string", "value": "test", "type": "text"},
    {"key": "env", "value": "e3144513a4094398857c992606ccba12", "type": "host_group"},
    {"key": "enum", "value": "value1", "type": "enum"},
]
BODY = {"params": PARAMS, "trigger_source": "0"}
HEADERS = {"X-Auth-Token": TOKEN, "Content-Type": "application/json", "Accept": "application/json"}


def url(endpoint):
    return f"{endpoint}/v2/tasks/{TASK}/start"
