import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { Aim } from './elements.ts';
import { clickedElement, findElement } from './elements.ts';
import { isObject, objectOf, objectsOf, parsed, textOf } from './json.ts';
import type { ActAnswer, Put } from './page/page-types.ts';
import type { PageParts } from './page-parts.ts';
import { streamTo } from './page-stream.ts';
import type { Route } from './server.ts';
import { readBody } from './wire/body.ts';
import { reply, replyJson } from './wire/reply.ts';

/** The page loads nothing from anywhere else, and nobody may frame it or post a form from it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  ts: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
/** Only the page's own files; json.ts is the one thing it shares with the server. */
const servable = /^(page\/[a-z-]+\.(ts|css)|json\.ts)$/;

const asset = async (name: string): Promise<string> => {
  const source = await readFile(new URL(`./${name}`, import.meta.url), 'utf8');
  return name.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
};

const serveAsset = async (name: string, response: ServerResponse): Promise<void> => {
  if (!servable.test(name)) return reply(response, 404, 'text/plain', 'no such asset');
  const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
  reply(response, 200, type, await asset(name));
};

const servePage = async (response: ServerResponse): Promise<void> => {
  const html = await readFile(new URL('./page/index.html', import.meta.url), 'utf8');
  reply(response, 200, 'text/html; charset=utf-8', html, { 'content-security-policy': policy });
};

const isTexts = (value: unknown): value is string | string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every(each => typeof each === 'string'));

const putOf = (value: unknown): Put =>
  Object.fromEntries(
    Object.entries(objectOf(value)).flatMap(([name, given]) => (isTexts(given) ? [[name, given]] : [])),
  );

const done: ActAnswer = { outcome: 'acked', shown: null, errors: {} };
const refused = (shown: string): ActAnswer => ({ outcome: 'refused', shown, errors: {} });

const clickOf = async ({ state, interact }: PageParts, as: string, act: Record<string, unknown>) => {
  const id = textOf(act.target);
  const home = state.homes.get(as);
  const target = state.messages.get(id) ?? state.views.get(id) ?? (home?.id === id ? home : undefined);
  if (!target) return refused('This message is gone.');
  const value = act.value === undefined ? {} : { value: textOf(act.value) };
  const aim: Aim = { actionId: textOf(act.actionId), blockId: textOf(act.blockId), ...value };
  const there =
    'rootId' in target ? findElement(objectsOf(target.content.blocks), aim) : clickedElement(target, aim);
  return there ? interact.click(as, target, aim, putOf(act.put)) : refused('This button is gone.');
};

const perform = async (parts: PageParts, as: string, act: Record<string, unknown>): Promise<ActAnswer> => {
  const { state, interact } = parts;
  const view = state.views.get(textOf(act.view));
  switch (act.do) {
    case 'slash':
      return interact.slash(as, textOf(act.channel), textOf(act.line), act.thread === true);
    case 'say':
      interact.say(as, textOf(act.channel), textOf(act.text), textOf(act.threadTs) || null);
      return done;
    case 'click':
      return clickOf(parts, as, act);
    case 'submit':
      return view ? interact.submit(as, view, putOf(act.put)) : refused('This modal is gone.');
    case 'close':
      if (view) await interact.close(as, view);
      return done;
    case 'home':
      await interact.openHome(as);
      return done;
    default:
      return refused('The page asked for something that the workspace does not know.');
  }
};

/** A script of this page sent it: a form or a page elsewhere can do neither. */
const isOurs = (request: IncomingMessage): boolean =>
  request.headers.origin !== undefined && request.headers['content-type'] === 'application/json';

const serveAct = async (parts: PageParts, request: IncomingMessage, response: ServerResponse) => {
  const body = objectOf(parsed((await readBody(request)).toString('utf8')));
  const as = textOf(body.as);
  if (!isOurs(request) || !parts.state.people.has(as) || !isObject(body.act)) {
    return replyJson(response, 400, refused('The page and the workspace do not match. Reload the page.'));
  }
  const { outcome, shown, errors } = await perform(parts, as, body.act);
  replyJson(response, 200, { outcome, shown, errors });
};

const serveWires = ({ state }: PageParts, after: number, response: ServerResponse): void =>
  replyJson(
    response,
    200,
    state.wires.filter(wire => wire.nth > after),
  );

/** The page, its scripts, its live stream and what people do on it. */
export const pageRoute =
  (parts: PageParts): Route =>
  async (url, request, response) => {
    const path = url.pathname;
    if (path === '/' || path.startsWith('/archives/')) await servePage(response);
    else if (path.startsWith('/assets/')) await serveAsset(path.slice('/assets/'.length), response);
    else if (path === '/page/act' && request.method === 'POST') await serveAct(parts, request, response);
    else if (path === '/page/stream') streamTo(parts, url.searchParams.get('as') ?? '', response);
    else if (path === '/page/wires') serveWires(parts, Number(url.searchParams.get('after')) || 0, response);
    else return false;
    return true;
  };
