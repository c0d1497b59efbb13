"""The cases that have a folder each: (name, request, the signature that somebody published, or None)."""
from typing import Any, Dict, Iterator, Optional, Tuple

Case = Tuple[str, Dict[str, Any], Optional[str]]

JSON_TYPE = {"Content-Type": "application/json"}
CHINESE = "\u90e8\u7f72"


def all_cases() -> Iterator[Case]:
    yield from published()
    yield from operations()
    yield from rules()


def request(ak: str, sk: str, date: str, host: str, method: str, path: str, **more: Any) -> Dict[str, Any]:
    """What request.json holds. `date` and `security_token` are lines that the signer adds."""
    base = {
        "ak": ak, "sk": sk, "date": date, "host": host, "signs_host": True, "method": method, "path": path,
        "query": [], "headers": {}, "body": "",
    }
    return {**base, **more}


def published() -> Iterator[Case]:
    """From the signing guide and from the tests of the official SDKs for Go and Python."""
    yield (
        "published-guide",
        request(
            "QTWAOYTTINDUT2QVKYUC", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc", "20191115T033655Z",
            "service.region.example.com", "GET", "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
            query=[["limit", "2"], ["marker", "13551d6b-755d-4757-b956-536f674975c0"]], headers=JSON_TYPE),
        "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
    )
    go = ("AccessKey", "SecretKey", "20060102T150405Z", "example.com")
    yield (
        "published-go-get",
        request(*go, "GET", "/path", query=[["limit", "1"]], signs_host=False),
        "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
    )
    yield (
        "published-go-post",
        request(
            *go, "POST", "/path", query=[["key", "value"]], signs_host=False, body='{"Name":"test","Id":1}\n'),
        "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
    )
    python = ("AccessKey", "SecretKey", "20200608T023900Z", "service.endpoint.myhuaweicloud.com")
    yield (
        "published-python-get",
        request(*python, "GET", "/resources", query=[["size", "1"]]),
        "cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842",
    )
    yield (
        "published-python-post",
        request(*python, "POST", "/resources", query=[["size", "1"]], body='{"name":"test","id":1}'),
        "436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f",
    )
    # Published as a query alone, without a signature.
    query = [
        ["limit", "1"], ["enable", "true"], ["test", "\u4e00 (&=?!#%.*)"], ["path", "/tmp/123"], ["multi", "1"],
        ["multi", "2"], ["multi", "3"],
    ]
    yield "published-query", request(*python, "GET", "/resources", query=query), None


def operations() -> Iterator[Case]:
    """This service's own calls; the last but one is the empty object that other signers get wrong."""
    common = ("AccessKey", "SecretKey", "20260601T000000Z", "codearts-deploy.cn-north-4.myhuaweicloud.com")
    task = "0ee9c8e6a7dc44109541e53c6dccf47c"
    body = '{"params":[{"key":"version","type":"text","value":"1.2.3"}],"trigger_source":"0"}'
    start = request(*common, "POST", f"/v2/tasks/{task}/start", headers=JSON_TYPE, body=body)
    yield "start", start, "b5335244b27bfb9740fd2ecc83494d944566de464efc5c47f0a57fa1fb76cf54"
    yield (
        "start-temporary-key", {**start, "security_token": "TOKEN"},
        "b6a1f024d46f389effb830585fb4d1a8340801cf15b54355131c5a9b1849cddb",
    )
    yield (
        "history",
        request(
            *common, "GET", f"/v2/6039d4480efc4dddb178abff98719913/task/{task}/history", headers=JSON_TYPE,
            query=[["page", "1"], ["size", "100"], ["start_date", "2026-05-01"], ["end_date", "2026-05-31"]]),
        "80b1cca1f107529447b83e100dfa3f1190a84d097a65d88fac9a9c3cb29bd18e",
    )
    yield (
        "stop", request(*common, "PUT", f"/v2/tasks/{task}/records/{task}/stop", headers=JSON_TYPE),
        "d09ac434eb03253d7e65c75648a1d58901862a7187b9ca92ade37e257863a07a",
    )
    yield (
        "rollback",
        request(*common, "POST", f"/v2/tasks/{task}/records/{task}/rollback", headers=JSON_TYPE, body="{}"),
        "5df01f02a41db7bcf465236ded48845341926c22944caf23e9b4cad78c86d1cf",
    )
    yield (
        "exist",
        request(
            *common, "GET", "/v1/applications/exist",
            query=[["name", "\u6d4b\u8bd5 a+b/c"], ["project_id", "p~1"]]),
        "f0564cc8e7ecec1f508c1a5284738587728816e36bdab6be32a27ec19c0efd55",
    )


def rules() -> Iterator[Case]:
    """One rule of the signer each."""
    common = (
        "AKEXAMPLE0000000000", "SKEXAMPLEsecret00000000000000000000000000", "20260102T030405Z",
        "codearts-deploy.cn-north-4.myhuaweicloud.com",
    )
    headers = {**JSON_TYPE, "User-Agent": "ua/1"}
    body = '{"params": [{"key": "package_url", "value": "https://example/pkg-1.2.3.tgz", "type": "text"}]}'
    start = "/v2/tasks/11223344556677889900aabbccddeeff/start"
    basic = request(*common, "POST", start, headers=headers, body=body)
    project = {**headers, "X-Project-Id": "p" * 32}
    get = {**basic, "method": "GET", "body": ""}
    unicode_body = '{"params": [{"key": "k", "value": "' + CHINESE + ' \u2713", "type": "text"}]}'
    dates = [["start_date", "2026-01-01"], ["end_date", "2026-01-02"]]
    yield "rule-basic", basic, None
    yield "rule-project-id", {**basic, "headers": project}, None
    yield "rule-security-token", {**basic, "headers": project, "security_token": "tok=="}, None
    yield "rule-empty-body", {**basic, "body": ""}, None
    yield "rule-unicode-body", {**basic, "body": unicode_body}, None
    yield (
        "rule-query-sorted",
        {**get, "path": "/v2/pppp/task/tttt/history", "query": [["page", "1"], ["size", "10"]] + dates}, None,
    )
    query = [["name", f"a b/c&{CHINESE[0]}*~"], ["z", "1"], ["z", "2"], ["b", "true"]]
    yield "rule-query-escaped", {**get, "path": "/v1/applications/exist", "query": query}, None
    yield "rule-path-escapes", {**basic, "path": "/v2/tasks/a%20b%2Fc/start"}, None
    yield "rule-path-slash", {**basic, "path": "/v2/tasks/"}, None
    yield "rule-port", {**basic, "host": "127.0.0.1:18080"}, None
    yield "rule-underscore", {**basic, "headers": {**headers, "x_under": "1"}}, None
    yield "rule-value-trimmed", {**basic, "headers": {**headers, "X-Pad": "  a  b \t"}}, None
    yield "rule-charset", {**basic, "headers": {**headers, "Content-Type": "application/json;charset=utf8"}}, None
    text = {**headers, "Content-Type": "text/plain"}
    yield "rule-unsigned-payload", {**basic, "headers": text, "body": "abc"}, None
    yield "rule-unsigned-payload-empty", {**basic, "headers": text, "body": ""}, None
