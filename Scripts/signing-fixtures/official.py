"""The official signer, with its stages laid open."""
from typing import Any, Dict, List, NamedTuple, Tuple

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer


class Signed(NamedTuple):
    canonical_request: str
    string_to_sign: str
    authorization: str
    target: str  # path and query as they are sent


class OpenSigner(Signer):
    def _process_canonical_request(self, request: Any, signed_headers: List[str]) -> str:
        self.canonical_request = super()._process_canonical_request(request, signed_headers)
        return self.canonical_request

    def _process_string_to_sign(self, canonical_request: str, time: Any) -> str:
        self.string_to_sign = super()._process_string_to_sign(canonical_request, time)
        return self.string_to_sign


def sign(request: Dict[str, Any]) -> Signed:
    """Signs a request as request.json describes it."""
    headers = dict(request["headers"])
    headers["X-Sdk-Date"] = request["date"]
    if "security_token" in request:
        headers["X-Security-Token"] = request["security_token"]
    if request["signs_host"]:
        headers["Host"] = request["host"]
    signer = OpenSigner(BasicCredentials(request["ak"], request["sk"]))
    # The signer adds a Host of its own to a request without one; a published request that leaves it out was signed by
    # the signer's stages.
    if not request["signs_host"]:
        signer._process_header_host = lambda request: None
    signed = signer.sign(
        SdkRequest(
            method=request["method"], schema="https", host=request["host"], resource_path=request["path"],
            query_params=parameters(request["query"]), header_params=headers, body=request["body"], stream=False))
    return Signed(
        signer.canonical_request, signer.string_to_sign, signed.header_params["Authorization"], signed.uri)


def parameters(query: List[List[str]]) -> List[Tuple[str, Any]]:
    """Names that occur more than once as one name with a list, which is how the SDK has them."""
    values: Dict[str, List[str]] = {}
    for name, value in query:
        values.setdefault(name, []).append(value)
    return [(name, list(found) if len(found) > 1 else found[0]) for name, found in values.items()]
