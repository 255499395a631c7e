import type { Shape } from './spec.ts';
import { anyText, choice, flag, list, mrkdwn, number, object, plain, string, typed } from './spec.ts';

const id = { 'block_id?': string(255) };
const richText = typed('rich_text');
const image = {
  alt_text: string(2000),
  'image_url?': string(3000),
  'slack_file?': object({ 'id?': string(), 'url?': string() }),
};
const choosers = [
  'static_select',
  'multi_static_select',
  'users_select',
  'multi_users_select',
  'channels_select',
  'conversations_select',
  'external_select',
  'datepicker',
  'timepicker',
  'checkboxes',
  'radio_buttons',
] as const;
const typedIn = [
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
  'datetimepicker',
] as const;

/** Every block's own limits: docs.slack.dev's block reference and @slack/types 3.2.0. */
export const blocks: Readonly<Record<string, Shape>> = {
  section: {
    has: {
      ...id,
      'text?': anyText(3000),
      'fields?': list(anyText(2000), 10),
      'accessory?': typed('button', 'workflow_button', 'overflow', 'image', ...choosers),
      'expand?': flag,
    },
    anyOf: ['text', 'fields'],
  },
  header: { has: { ...id, text: plain(150), 'level?': number(1, 6) } },
  divider: { has: id },
  context: { has: { ...id, elements: list({ is: 'typed', types: ['image', 'plain_text', 'mrkdwn'] }, 10) } },
  context_actions: { has: { ...id, elements: list(typed('feedback_buttons', 'icon_button'), 5) } },
  actions: {
    has: {
      ...id,
      elements: list(
        typed('button', 'workflow_button', 'overflow', 'datetimepicker', 'rich_text_input', ...choosers),
        25,
      ),
    },
  },
  input: {
    has: {
      ...id,
      label: plain(2000),
      element: typed(...typedIn, ...choosers),
      'hint?': plain(2000),
      'optional?': flag,
      'dispatch_action?': flag,
    },
  },
  image: { has: { ...id, ...image, 'title?': plain(2000) }, anyOf: ['image_url', 'slack_file'] },
  markdown: { has: { ...id, text: string(12_000) } },
  rich_text: {
    has: {
      ...id,
      elements: list(
        typed('rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'),
      ),
    },
  },
  table: {
    has: {
      ...id,
      rows: list(list(typed('raw_text', 'raw_number', 'rich_text'), 20), 100),
      'column_settings?': list(
        object({ 'align?': choice('left', 'center', 'right'), 'is_wrapped?': flag }),
        20,
        0,
      ),
    },
  },
  data_table: {
    has: {
      ...id,
      rows: list(list(typed('raw_text', 'raw_number', 'rich_text'), 20), 101, 2),
      caption: string(),
      'page_size?': number(1, 100),
      'row_header_column_index?': number(0, 19),
    },
  },
  task_card: {
    has: {
      ...id,
      task_id: string(),
      title: string(150),
      status: choice('pending', 'in_progress', 'complete', 'error'),
      'details?': richText,
      'output?': richText,
      'sources?': list(typed('url')),
    },
  },
  plan: { has: { ...id, title: string(150), 'tasks?': list(typed('task_card'), 50, 0) } },
  card: {
    has: {
      ...id,
      'hero_image?': typed('image'),
      'icon?': typed('image'),
      'title?': mrkdwn(150),
      'subtitle?': mrkdwn(150),
      'body?': mrkdwn(200),
      'actions?': list(typed('button'), 3),
    },
    anyOf: ['hero_image', 'title', 'actions', 'body'],
  },
  carousel: { has: { ...id, elements: list(typed('card'), 10) } },
  container: {
    has: {
      ...id,
      'title?': plain(150),
      'rich_text_title?': richText,
      'subtitle?': anyText(150),
      child_blocks: list(
        typed('actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text', 'section', 'table'),
        10,
      ),
      'width?': choice('narrow', 'standard', 'wide', 'full'),
      'icon?': typed('image'),
      'is_collapsible?': flag,
      'default_collapsed?': flag,
      'has_header_divider?': flag,
    },
    anyOf: ['title', 'rich_text_title'],
  },
  alert: {
    has: {
      ...id,
      text: anyText(200),
      'level?': choice('default', 'info', 'warning', 'error', 'success'),
    },
  },
};

/** A surface's own rules: how many blocks, and which it does not know. */
export type Surface = {
  readonly name: 'message' | 'modal' | 'home';
  readonly most: number;
  readonly unknown: readonly string[];
};
export const surfaces = {
  message: { name: 'message', most: 50, unknown: ['alert'] },
  modal: { name: 'modal', most: 100, unknown: ['container', 'carousel', 'table', 'plan', 'task_card'] },
  home: { name: 'home', most: 100, unknown: ['container', 'alert'] },
} as const satisfies Record<string, Surface>;

/** A modal's or Home tab's frame around its blocks. */
export const viewShape: Shape = {
  has: {
    type: choice('modal', 'home'),
    blocks: { is: 'anything' },
    'title?': plain(24),
    'submit?': plain(24),
    'close?': plain(24),
    'private_metadata?': string(3000, 0),
    'callback_id?': string(255, 0),
    'external_id?': string(255, 0),
    'clear_on_close?': flag,
    'notify_on_close?': flag,
    'submit_disabled?': flag,
  },
};

/** Slack draws one table a message and refuses a second one. */
export const mostTables = 1;

/** Characters of blocks that chat.postMessage was seen to refuse at the least (bolt-js #2509, #2867). */
export const mostBlockCharacters = 11_340;
export const mostMarkdownCharacters = 12_000;
export const mostTextCharacters = 40_000;
/** chat.update is stricter with its fallback text than chat.postMessage. */
export const mostUpdateTextCharacters = 4_000;
