"""slack_sdk alone: each call with what came of it, as one JSON object."""
import json
import sys

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

base, token, channel, user = sys.argv[1:5]
client = WebClient(token=token, base_url=base)
out = {}


def tried(name, call):
    try:
        out[name] = {"ok": True, **(call() or {})}
    except SlackApiError as error:
        out[name] = {"ok": False, "error": error.response["error"], "status": error.response.status_code}


tried("auth", lambda: {"team": client.auth_test()["team_id"]})
posted = client.chat_postMessage(
    channel=channel,
    text="one",
    metadata={"event_type": "x", "event_payload": {"n": 1}},
)
tried("thread", lambda: {"ts": client.chat_postMessage(channel=channel, text="two", thread_ts=posted["ts"])["ts"]})
tried(
    "replies",
    lambda: {"texts": [m["text"] for page in client.conversations_replies(channel=channel, ts=posted["ts"], limit=1) for m in page["messages"]]},
)
tried("info", lambda: {"shared": client.conversations_info(channel=channel)["channel"]["is_ext_shared"]})
tried("members", lambda: {"n": len(client.conversations_members(channel=channel)["members"])})
tried("person", lambda: {"locale": client.users_info(user=user, include_locale=True)["user"]["locale"]})
tried("bad blocks", lambda: client.chat_postMessage(channel=channel, text="x", blocks=[{"type": "header"}]) and {})
tried("nowhere", lambda: client.chat_postMessage(channel="C0NOWHERE", text="x") and {})
tried("validate", lambda: client.api_call("blocks.validate", json={"blocks": json.dumps([{"type": "divider"}])}) and {})
tried("upload", lambda: {"id": client.files_upload_v2(channel=channel, content="a log", filename="log.txt")["file"]["id"]})
tried("link", lambda: {"there": channel in client.chat_getPermalink(channel=channel, message_ts=posted["ts"])["permalink"]})
tried("scheduled", lambda: client.chat_scheduleMessage(channel=channel, text="later", post_at=1) and {})
client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=3))
tried("burst", lambda: {"n": len([client.chat_postMessage(channel=channel, text=str(n)) for n in range(12)])})
tried("deleted", lambda: client.chat_delete(channel=channel, ts=posted["ts"]) and {})
print(json.dumps(out))
