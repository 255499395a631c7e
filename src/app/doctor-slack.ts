import type { Slack } from '../adapters/slack/app.ts';
import { wantedScopes } from '../adapters/slack/scopes.ts';
import type { Config } from '../config.ts';
import type { ToolObservation } from '../desk/desk-types.ts';
import type { Engine } from '../engine/engine.ts';
import { text, type Words } from '../words.ts';

type Asked = {
  readonly slack: Pick<Slack, 'web' | 'connectedMs'>;
  readonly config: Pick<Config, 'CHANNEL' | 'HEARTBEAT_CHANNEL' | 'HTTPS_PROXY'>;
  readonly answerers: Engine['answerers'];
  /** Since when a heartbeat last came back, in ms; null where none has. */
  readonly heardMs: () => number | null;
};

const good = (tool: string, words: Words): ToolObservation => ({ tool, version: '-', words });
const toDo = (tool: string, words: Words): ToolObservation => ({ tool, version: null, words });
const notNeeded = (tool: string, words: Words): ToolObservation => ({ ...good(tool, words), needed: false });
const failed = (tool: string) => (error: unknown) =>
  toDo(tool, text(`Slack does not say: ${String(error)}`, `Slack이 답하지 않습니다: ${String(error)}`));

/** A token that was made before the manifest asked for a scope does not have it. */
const scopesSeen = async ({ slack }: Asked): Promise<ToolObservation> => {
  const { response_metadata } = await slack.web.auth.test();
  const has = response_metadata?.scopes;
  if (!has)
    return toDo(
      'scopes',
      text('Slack did not say which scopes the token has.', '토큰의 scope를 확인하지 못했습니다.'),
    );
  const missing = wantedScopes.filter(scope => !has.includes(scope)).join(', ');
  return missing === ''
    ? good(
        'scopes',
        text(
          `the token has its ${wantedScopes.length} scopes`,
          `토큰 scope ${wantedScopes.length}개 모두 있음`,
        ),
      )
    : toDo(
        'scopes',
        text(
          `the token lacks ${missing}: add them under OAuth & Permissions and install the app again.`,
          `토큰에 ${missing} 없음: OAuth & Permissions에서 추가하고 앱을 다시 설치하세요.`,
        ),
      );
};

const channelSeen = async ({ slack, config }: Asked): Promise<ToolObservation> => {
  const { CHANNEL: channel } = config;
  if (!channel)
    return notNeeded(
      'CHANNEL',
      text('CHANNEL is not set: the watch is off.', 'CHANNEL 미설정: 감시를 하지 않습니다.'),
    );
  const { channel: found } = await slack.web.conversations.info({ channel });
  if (found?.is_archived)
    return toDo(
      'CHANNEL',
      text(
        `#${found.name} is archived: set CHANNEL to another one.`,
        `#${found.name} 채널이 보관되었습니다. CHANNEL을 다른 채널로 바꾸세요.`,
      ),
    );
  return found?.is_member
    ? good('CHANNEL', text(`the bot is in #${found.name}`, `봇이 #${found.name} 채널에 있음`))
    : toDo(
        'CHANNEL',
        text(
          `the bot is not in ${channel}: type /invite @pks-rescue there.`,
          `봇이 ${channel} 채널에 없습니다. 그 채널에서 /invite @pks-rescue 하세요.`,
        ),
      );
};

/** The requester's own approval never counts, and some steps ask two people. */
const peopleSeen = async ({ answerers }: Asked): Promise<ToolObservation> => {
  const found = await answerers('', { team: '', id: '', name: '' }, 3);
  if ('unread' in found) return toDo('approvers', found.unread);
  const names = found.names.join(', ') || '-';
  return found.names.length >= 3
    ? good('approvers', text('three approvers or more', '승인자 3명 이상'))
    : toDo(
        'approvers',
        text(
          `only ${found.names.length} can approve (${names}): a step that asks two besides the requester could not go on. Add people to the group.`,
          `승인자가 ${found.names.length}명뿐입니다(${names}). 요청자 외 2명이 필요한 단계는 진행할 수 없습니다. 그룹에 사람을 추가하세요.`,
        ),
      );
};

const connectionSeen = ({ slack }: Asked): ToolObservation => {
  const ms = slack.connectedMs();
  if (ms === null)
    return toDo(
      'Slack',
      text('not connected; the bot tries on by itself.', '연결되지 않음. 봇이 자동으로 다시 연결합니다.'),
    );
  const minutes = Math.floor(ms / 60_000);
  return good('Slack', text(`connected to Slack for ${minutes} min`, `Slack에 ${minutes}분째 연결됨`));
};

const proxySeen = ({ config }: Asked): ToolObservation =>
  config.HTTPS_PROXY
    ? good('HTTPS_PROXY', text('Slack answers through HTTPS_PROXY', 'HTTPS_PROXY를 거쳐 Slack이 응답함'))
    : notNeeded(
        'HTTPS_PROXY',
        text('not set: Slack is reached directly.', '미설정: Slack에 직접 연결합니다.'),
      );

const heartbeatSeen = ({ config, heardMs }: Asked): ToolObservation => {
  const tool = 'HEARTBEAT_CHANNEL';
  if (!config.HEARTBEAT_CHANNEL)
    return notNeeded(
      tool,
      text(
        'not set: a connection that answers Slack’s pings and brings nothing is not noticed.',
        '미설정: 연결은 살아 있지만 이벤트가 오지 않는 상태를 알아채지 못합니다.',
      ),
    );
  const ms = heardMs();
  const seconds = Math.round((ms ?? 0) / 1000);
  if (ms === null)
    return toDo(
      tool,
      text(
        `no heartbeat came back yet: invite the bot to ${config.HEARTBEAT_CHANNEL} and subscribe to message.groups (message.channels for a public channel) under Event Subscriptions.`,
        `돌아온 heartbeat가 아직 없습니다. ${config.HEARTBEAT_CHANNEL} 채널에 봇을 초대하고 Event Subscriptions에서 message.groups(공개 채널이면 message.channels)를 구독하세요.`,
      ),
    );
  const words = text(
    `the last one came back ${seconds} s ago`,
    `마지막 heartbeat가 ${seconds}초 전에 돌아옴`,
  );
  return ms < 150_000
    ? good(tool, words)
    : toDo(tool, text(`${words.en}; one is sent every minute.`, `${words.ko}. 1분마다 보냅니다.`));
};

/** What Slack gives this bot, a line each: connection, scopes, channel, people, heartbeat, proxy. */
export const slackSeen = async (asked: Asked): Promise<readonly ToolObservation[]> => [
  connectionSeen(asked),
  ...(await Promise.all([
    scopesSeen(asked).catch(failed('scopes')),
    channelSeen(asked).catch(failed('CHANNEL')),
    peopleSeen(asked).catch(failed('approvers')),
  ])),
  heartbeatSeen(asked),
  proxySeen(asked),
];
