import { actionIds, parseAsk, parseRun } from '../../src/messages/button-value.ts';
import { startedWords } from '../../src/messages/notices.ts';
import type { Answer } from '../../src/model/click.ts';
import { elementsIn } from '../slack/elements.ts';
import { isObject, type Json, objectsOf, textOf } from '../slack/json.ts';
import type { Actor } from '../slack/people/actor.ts';
import type { Message, Wire } from '../slack/state.ts';
import type { Workspace } from '../slack/workspace.ts';
import type { Ack } from './judge.ts';

const againAfterMs = 1_000;
/** After a refusal the card is about to change. */
const pauseAfterAnswerMs = 2_000;

export type Look = { readonly run: string; readonly step: string; readonly ask: 'settle' | 'stuck' };
export type People = {
  /** Everything that somebody was told was taken. */
  acks(): readonly Ack[];
  clicks(): number;
  stop(): void;
};

type Button = { readonly answer: Answer; readonly actionId: string; readonly value: string };

const answers = new Map<string, Answer>(
  // Object.entries forgets that the keys are the record's own.
  Object.entries(actionIds).map(([answer, id]) => [id, answer as Answer]),
);

const buttonsOf = (message: Message): readonly Button[] =>
  elementsIn(message.blocks).flatMap(({ element }) => {
    const actionId = textOf(element.action_id);
    const answer = answers.get(actionId.split(':')[0] ?? '');
    return answer ? [{ answer, actionId, value: textOf(element.value) }] : [];
  });

/** The run that the bot's own sentence names, however it is worded. */
const plannedIn = (text: string): string | null => {
  const [before = '', after = ''] = startedWords('\n').en.split('\n');
  const at = text.indexOf(after);
  const from = text.lastIndexOf(before, at);
  return at < 0 || from < 0 ? null : text.slice(from + before.length, at);
};

/** Joins each click's envelope with what its response_url was told. */
const hearAcks = (workspace: Workspace) => {
  const sent = new Map<string, { readonly by: string; readonly answer: Answer; readonly value: string }>();
  const told = new Map<string, string>();
  const heardAnswer = (path: string, text: string) => told.set(path, `${told.get(path) ?? ''}\n${text}`);
  const heardClick = (payload: Json) => {
    const url = textOf(payload.response_url);
    const [action] = objectsOf(payload.actions);
    const answer = answers.get(textOf(action?.action_id).split(':')[0] ?? '');
    if (!answer || !URL.canParse(url)) return;
    const by = isObject(payload.user) ? textOf(payload.user.id) : '';
    sent.set(new URL(url).pathname, { by, answer, value: textOf(action?.value) });
  };
  const heard = ({ what, sent: body, answer }: Wire) => {
    if (!isObject(body)) return;
    if (what === 'response_url' && isObject(answer)) heardAnswer(textOf(answer.to), textOf(body.text));
    else if (what === 'interactive' && isObject(body.payload)) heardClick(body.payload);
  };
  const stop = workspace.onChange(change => {
    if (change.kind === 'wire') heard(change.wire);
  });
  const acks = (): readonly Ack[] =>
    [...told].flatMap(([path, text]): readonly Ack[] => {
      const run = plannedIn(text);
      if (run) return [{ kind: 'run', run }];
      const click = sent.get(path);
      if (!click || !text.includes('✔️')) return [];
      const ask = parseAsk(click.value);
      if (ask) return [{ kind: 'answer', ...ask, answer: click.answer, by: click.by }];
      const whole = parseRun(click.value);
      return whole ? [{ kind: 'abort', run: whole.run, by: click.by }] : [];
    });
  /** What this person was told for a click on this button, if anything. */
  const toldFor = (by: string, value: string): string | null =>
    [...sent]
      .filter(([, click]) => click.by === by && click.value === value)
      .map(([path]) => told.get(path))
      .findLast(text => text !== undefined) ?? null;
  return { acks, toldFor, stop };
};

/** Two approvers who click what each card offers until they are told something, as people do whose click was not answered.
 *  Where nobody can tell whether an act happened, they look at the foundation. */
export const startPeople = (
  workspace: Workspace,
  whatHappened: (look: Look) => Promise<'happened' | 'again' | 'wait'>,
): People => {
  const hearing = hearAcks(workspace);
  const clickedAt = new Map<string, number>();
  const approvers = [workspace.as(workspace.ids.approver1), workspace.as(workspace.ids.approver2)] as const;
  let clicks = 0;

  const press = (person: Actor, message: Message, button: Button) => {
    const key = `${person.id} ${button.actionId} ${button.value}`;
    const told = hearing.toldFor(person.id, button.value);
    // What was taken is not clicked again.
    if (told?.includes('✔️')) return;
    const pause = told === null || told.includes('⚠️') ? againAfterMs : pauseAfterAnswerMs;
    if (Date.now() - (clickedAt.get(key) ?? 0) < pause) return;
    clickedAt.set(key, Date.now());
    clicks++;
    void person.click(message, button.actionId, { value: button.value }).catch(() => {});
  };
  const steer = async (message: Message, buttons: readonly Button[]) => {
    const again = buttons.find(button => button.answer === 'again');
    const target = again && parseAsk(again.value);
    if (!again || !target) return;
    const happened = buttons.find(button => button.answer === 'happened');
    const what = await whatHappened({ ...target, ask: happened ? 'settle' : 'stuck' });
    if (what !== 'wait') press(approvers[0], message, (what === 'happened' && happened) || again);
  };
  const look = async () => {
    for (const message of workspace.messages()) {
      if (message.threadTs === null) continue;
      const buttons = buttonsOf(message);
      const approve = buttons.find(button => button.answer === 'approve');
      if (approve) for (const person of approvers) press(person, message, approve);
      else await steer(message, buttons);
    }
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, 150);
  return {
    acks: hearing.acks,
    clicks: () => clicks,
    stop: () => {
      clearInterval(timer);
      hearing.stop();
    },
  };
};
