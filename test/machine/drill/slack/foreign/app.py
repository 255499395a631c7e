"""slack_bolt over Socket Mode: a command, a button, a modal; one line of JSON for each thing it did."""
import json
import sys

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

base, bot_token, app_token = sys.argv[1:4]
# The box limits as Slack does, and others have just posted: without this an answer is an exception and nobody sees it.
client = WebClient(token=bot_token, base_url=base, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=5)])
app = App(token=bot_token, client=client)


def did(what, **more):
    print(json.dumps({"did": what, **more}), flush=True)


@app.command("/pks")
def pks(ack, command, say, respond):
    ack(f"taken: {command['text']}")
    said = say(
        text="an ask",
        blocks=[
            {"type": "section", "text": {"type": "mrkdwn", "text": "may I?"}},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "yes",
                        "value": "run-1",
                        "text": {"type": "plain_text", "text": "Yes"},
                    }
                ],
            },
        ],
    )
    respond(text="told by response_url")
    did("command", text=command["text"], ts=said["ts"])


@app.action("yes")
def yes(ack, body, client):
    ack()
    client.views_open(
        trigger_id=body["trigger_id"],
        view={
            "type": "modal",
            "callback_id": "why",
            "title": {"type": "plain_text", "text": "Why"},
            "submit": {"type": "plain_text", "text": "Send"},
            "blocks": [
                {
                    "type": "input",
                    "block_id": "reason",
                    "label": {"type": "plain_text", "text": "Reason"},
                    "element": {"type": "plain_text_input", "action_id": "reason"},
                }
            ],
        },
    )
    message = body["message"]
    client.chat_update(channel=body["channel"]["id"], ts=message["ts"], text="answered")
    did("click", value=body["actions"][0]["value"], user=body["user"]["id"])


@app.view("why")
def why(ack, view):
    ack()
    did("modal", reason=view["state"]["values"]["reason"]["reason"]["value"])


@app.event("message")
def message(event):
    did("event", subtype=event.get("subtype", "new"))


handler = SocketModeHandler(app, app_token, trace_enabled=False)
handler.connect()
did("connected")
sys.stdin.read()
handler.close()
