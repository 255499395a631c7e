import type { Shape, Spec } from './spec.ts';
import { anyText, anything, choice, flag, list, number, object, plain, string, typed } from './spec.ts';

const confirm = object({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  'style?': choice('primary', 'danger'),
});
const actionable = { 'action_id?': string(255), 'confirm?': confirm };
const focusable = { 'focus_on_load?': flag };
const withHint = { 'placeholder?': plain(150) };
const plainOption = object({
  text: plain(75),
  value: string(150),
  'description?': plain(75),
  'url?': string(3000),
});
const option = object({ text: anyText(75), value: string(150), 'description?': anyText(75) });
const optionGroup = object({ label: plain(75), options: list(plainOption, 100) });
const dispatch = { 'dispatch_action_config?': object({ 'trigger_actions_on?': list(string()) }) };

const select = (more: Readonly<Record<string, Spec>>): Shape => ({
  has: { ...actionable, ...focusable, ...withHint, ...more },
});
const staticOptions = { 'options?': list(plainOption, 100), 'option_groups?': list(optionGroup, 100) };
const conversationFilter = object({
  'include?': list(string()),
  'exclude_external_shared_channels?': flag,
  'exclude_bot_users?': flag,
});

/** What may stand in actions, sections and inputs: sizes by docs.slack.dev's block elements. */
export const elements: Readonly<Record<string, Shape>> = {
  button: {
    has: {
      ...actionable,
      text: plain(75),
      'value?': string(2000),
      'url?': string(3000),
      'style?': choice('primary', 'danger'),
      'accessibility_label?': string(75),
    },
  },
  workflow_button: { has: { ...actionable, text: plain(75), workflow: anything, 'style?': string() } },
  icon_button: { has: { ...actionable, icon: string(), text: plain(75), 'value?': string(2000) } },
  feedback_buttons: { has: { ...actionable, positive_button: anything, negative_button: anything } },
  overflow: { has: { ...actionable, options: list(plainOption, 5) } },
  checkboxes: {
    has: { ...actionable, ...focusable, options: list(option, 10), 'initial_options?': list(option, 10) },
  },
  radio_buttons: {
    has: { ...actionable, ...focusable, options: list(option, 10), 'initial_option?': option },
  },
  static_select: {
    ...select({ ...staticOptions, 'initial_option?': plainOption }),
    anyOf: ['options', 'option_groups'],
  },
  multi_static_select: {
    ...select({ ...staticOptions, 'initial_options?': list(plainOption), 'max_selected_items?': number(1) }),
    anyOf: ['options', 'option_groups'],
  },
  users_select: select({ 'initial_user?': string() }),
  multi_users_select: select({ 'initial_users?': list(string()), 'max_selected_items?': number(1) }),
  channels_select: select({ 'initial_channel?': string(), 'response_url_enabled?': flag }),
  conversations_select: select({
    'initial_conversation?': string(),
    'default_to_current_conversation?': flag,
    'response_url_enabled?': flag,
    'filter?': conversationFilter,
  }),
  external_select: select({ 'initial_option?': plainOption, 'min_query_length?': number(0) }),
  datepicker: select({ 'initial_date?': string(10) }),
  timepicker: select({ 'initial_time?': string(5), 'timezone?': string() }),
  datetimepicker: select({ 'initial_date_time?': number() }),
  plain_text_input: {
    has: {
      'action_id?': string(255),
      ...focusable,
      ...withHint,
      ...dispatch,
      'initial_value?': string(3000, 0),
      'multiline?': flag,
      'min_length?': number(0, 3000),
      'max_length?': number(1, 3000),
    },
  },
  number_input: {
    has: {
      'action_id?': string(255),
      ...focusable,
      ...withHint,
      ...dispatch,
      is_decimal_allowed: flag,
      'initial_value?': string(),
      'min_value?': string(),
      'max_value?': string(),
    },
  },
  email_text_input: select({ ...dispatch, 'initial_value?': string() }),
  url_text_input: select({ ...dispatch, 'initial_value?': string() }),
  rich_text_input: select({ ...dispatch, 'initial_value?': anything }),
  file_input: {
    has: { 'action_id?': string(255), 'filetypes?': list(string()), 'max_files?': number(1, 10) },
  },
  raw_text: { has: { text: string() } },
  raw_number: { has: { value: number(), 'text?': string() } },
  url: { has: { url: string(3000), text: string() } },
};

const style = { 'style?': anything };
const border = { 'border?': number(0, 1) };
const runs = [
  'text',
  'link',
  'emoji',
  'user',
  'usergroup',
  'channel',
  'broadcast',
  'date',
  'color',
  'team',
] as const;

/** What rich_text is made of. Its text is never parsed, which is why machine output belongs there. */
export const richTextParts: Readonly<Record<string, Shape>> = {
  rich_text_section: { has: { elements: list(typed(...runs), undefined, 0) } },
  rich_text_list: {
    has: {
      elements: list(typed('rich_text_section')),
      style: choice('bullet', 'ordered'),
      'indent?': number(0, 8),
      'offset?': number(0),
      ...border,
    },
  },
  rich_text_quote: { has: { elements: list(typed(...runs), undefined, 0), ...border } },
  rich_text_preformatted: {
    has: { elements: list(typed('text', 'link'), undefined, 0), 'language?': string(), ...border },
  },
  text: { has: { text: string(), ...style } },
  link: { has: { url: string(3000), 'text?': string(), 'unsafe?': flag, ...style } },
  emoji: {
    has: { name: string(), 'unicode?': string(), 'url?': string(), 'skin_tone?': number(), ...style },
  },
  user: { has: { user_id: string(), ...style } },
  usergroup: { has: { usergroup_id: string(), ...style } },
  channel: { has: { channel_id: string(), ...style } },
  broadcast: { has: { range: choice('here', 'channel', 'everyone'), ...style } },
  date: {
    has: { timestamp: number(), format: string(), 'url?': string(), 'fallback?': string(), ...style },
  },
  color: { has: { value: string(), ...style } },
  team: { has: { team_id: string(), ...style } },
};
