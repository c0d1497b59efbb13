"""The official SDK: it signs each request. Its models are made once, which is to its advantage."""
from huaweicloudsdkcodeartsdeploy.v2 import (
    CodeArtsDeployClient, DynamicConfigInfo, EnvExecutionBody, StartDeployTaskRequest)
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.http.http_config import HttpConfig
from request import KEY, PARAMS, SECRET, TASK


def blocking(endpoint, credential, authority, width):
    config = HttpConfig.get_default_config()
    if authority:
        config.ssl_ca_cert = authority
    credentials = BasicCredentials(KEY, SECRET, "project")
    builder = CodeArtsDeployClient.new_builder().with_http_config(config).with_credentials(credentials)
    client = builder.with_endpoint(endpoint).build()
    params = [DynamicConfigInfo(**each) for each in PARAMS]
    request = StartDeployTaskRequest(TASK, EnvExecutionBody(params=params, trigger_source="0"))
    return lambda: client.start_deploy_task(request).id
