"""A client of another language: urllib, behind the protocol of `conformance replay --client URL`. Prints its port."""

import json
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Redirects)


def call(asked):
    credentials = asked["credentials"]
    headers = {"Accept": "application/json", **asked["headers"], **credentials["headers"]}
    headers["Authorization"] = credentials.get("authorization") or "Bearer " + credentials["accessToken"]
    body = asked.get("body")
    data = None
    if body is not None:
        kind = asked.get("bodyType")
        if kind == "application/x-www-form-urlencoded":
            data = urllib.parse.urlencode(body, doseq=True).encode()
        else:
            data = (body if isinstance(body, str) else json.dumps(body)).encode()
        if kind:
            headers["Content-Type"] = kind
    request = urllib.request.Request(
        asked["url"],
        data=data,
        headers={name: str(value) for name, value in headers.items()},
        method=asked["operation"]["method"],
    )
    try:
        answer = opener.open(request)
    except urllib.error.HTTPError as error:
        answer = error
    return {"status": answer.status, "headers": dict(answer.headers.items()), "body": answer.read().decode()}


class Program(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = json.dumps(call(asked)).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Program)
print(server.server_address[1], flush=True)
server.serve_forever()
