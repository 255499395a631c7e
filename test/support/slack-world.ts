import { readFileSync } from 'node:fs';
import { startWorkspace } from '../../drill/slack/workspace.ts';
import { registerHandlers } from '../../handlers/index.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { newDrawings } from '../../src/adapters/slack/drawings.ts';
import { createMail } from '../../src/adapters/slack/mail.ts';
import { createPeople } from '../../src/adapters/slack/people.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import type { Desk } from '../../src/desk/desk-types.ts';
import type { AlertDesk } from '../../src/model/alert.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { type Locale, same } from '../../src/words.ts';

const manifest = JSON.parse(readFileSync('slack-manifest.json', 'utf8'));

/** The workspace in a box with this project's manifest, so that a scope that is not asked for is refused. */
export const aWorkspace = () => startWorkspace({ manifest });

/** Bolt and every handler over real sockets, in front of a desk. `personal`: everybody in their own language. */
export const withHandlers = async (
  desk: Desk,
  {
    locale = 'en' as Locale,
    clock = systemClock as Clock,
    personal = false,
    alerts = undefined as AlertDesk | undefined,
  } = {},
) => {
  const workspace = await aWorkspace();
  const lines: string[] = [];
  const shown: string[] = [];
  const log = (line: string) => void lines.push(line);
  const slack = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log,
  });
  const people = createPeople({
    web: slack.web,
    clock,
    approvers: () => ({ group: workspace.ids.approvers }),
  });
  registerHandlers(slack.app, {
    desk,
    ...(alerts ? { alerts, alertChannel: workspace.ids.channel } : {}),
    channel: {
      show: run => void shown.push(run),
      live: () => {},
      linkOf: async run => `https://workspace.slack.com/archives/C0INCIDENT42/p${run}`,
      moved: async () => {},
    },
    report: async run => same(`the report of ${run}`),
    mail: createMail({ web: slack.web, clock, drawings: newDrawings(code => log(`plainer: ${code}`)), log }),
    clock,
    locale,
    channelLocale: locale,
    localeOf: personal ? people.localeOf : async () => null,
    version: '0.1.0',
    host: 'bot-1',
    keepRecording: async name => `/data/recordings/${name}`,
    admit: people.admit,
    whyNoRun: people.whyNoRun,
    log,
  });
  await slack.start();
  return {
    workspace,
    slack,
    people,
    lines,
    shown,
    /** The newest text that this person sees and that contains it. */
    hears: (user: string, part: string) =>
      workspace.waitFor(() =>
        workspace
          .as(user)
          .messages()
          .findLast(message => message.text.includes(part)),
      ),
    close: async () => {
      await slack.stop();
      await workspace.close();
    },
  };
};
