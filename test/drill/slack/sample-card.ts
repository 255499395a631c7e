import type { types } from '@slack/bolt';

const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: true });
const raw = (text: string): types.RawTextElement => ({ type: 'raw_text', text });
const rich = (...elements: types.RichTextElement[]): types.RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const pre = (text: string): types.RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});
const said = (text: string) => rich({ type: 'text', text });
const task = (
  task_id: string,
  title: string,
  status: types.TaskCardBlock['status'],
  more: Partial<types.TaskCardBlock> = {},
): types.TaskCardBlock => ({ type: 'task_card', task_id, title, status, ...more });

const approve: types.Button = {
  type: 'button',
  action_id: 'approve',
  style: 'primary',
  text: plain('Approve'),
  value: 'run-1',
  confirm: {
    title: plain('Delete this VM?'),
    text: { type: 'mrkdwn', text: 'Runs `bosh delete-vm` on *master/9b8ad6e0*.' },
    confirm: plain('Approve'),
    deny: plain('Cancel'),
  },
};

/** A card with every kind of block a message may have, and with what a forger would put into it. */
export const sampleCard: types.KnownBlock[] = [
  { type: 'header', text: plain(':ring_buoy: etcd recovery · k8s-prod-01') },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: '*Requested by* <@U0ONCALL> in <#C0INCIDENT42>\nNode `master/9b8ad6e0` lost its etcd WAL; quorum *2/3*. Evil: &lt;!channel&gt; &amp; &lt;https://evil|click&gt; <javascript:x|y> ~old~ _it_',
    },
    accessory: {
      type: 'button',
      action_id: 'runbook',
      text: plain('Runbook'),
      url: 'https://example.com/runbook',
    },
  },
  {
    type: 'table',
    column_settings: [{}, { align: 'center' }],
    rows: [
      [raw('Instance'), raw('AZ'), raw('Process'), raw('etcd')],
      [raw('master/774bfafe'), raw('pks-az3'), raw('running'), said('✅ leader')],
      [raw('master/8cdf6298'), raw('pks-az2'), raw('running'), said('✅ follower')],
      [
        raw('master/9b8ad6e0'),
        raw('pks-az1'),
        raw('failing'),
        rich(
          { type: 'emoji', name: 'x' },
          { type: 'text', text: ' Execution failed', style: { bold: true } },
        ),
      ],
    ],
  },
  {
    type: 'plan',
    title: '복구 계획 Recovery plan (5 steps)',
    tasks: [
      task('1', 'Pre-check: quorum 2/3 healthy', 'complete', { details: said('2 of 3 members healthy') }),
      task('2', 'Backup (bbr)', 'error', {
        output: pre('bbr-etcd: dial tcp 127.28.3.2:2379: connection refused'),
      }),
      task('3', 'bosh delete-vm master/9b8ad6e0', 'in_progress', { details: said('Task 204424') }),
      task('4', 'bosh cck — delete VM reference', 'pending'),
      task('5', 'bosh recreate', 'pending'),
    ],
  },
  {
    type: 'container',
    title: plain('bosh output'),
    is_collapsible: true,
    child_blocks: [pre('Task 204424 | 03:29:11 | Delete VM: master_service…\nTask 204424 done')],
  },
  {
    type: 'card',
    title: { type: 'mrkdwn', text: '*Snapshot* taken' },
    subtitle: { type: 'mrkdwn', text: 'revision 312' },
    body: { type: 'mrkdwn', text: 'hash 1a2b3c4d' },
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U0APPROVER2' }] },
          {
            type: 'rich_text_section',
            elements: [{ type: 'link', url: 'https://example.com', text: 'a link' }],
          },
        ],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: '인용한 문장입니다' }] },
    ],
  },
  {
    type: 'markdown',
    text: '### Markdown\n**bold** and `code`\n- item one\n- item [link](https://example.com)',
  },
  { type: 'image', image_url: 'https://example.com/graph.png', alt_text: 'a graph that is not fetched' },
  { type: 'divider' },
  {
    type: 'context',
    elements: [
      { type: 'mrkdwn', text: 'run `run-7f3a` · audit #41 · <!date^1596598140^{date_short} {time}|Aug 5>' },
    ],
  },
  {
    type: 'actions',
    elements: [
      approve,
      { type: 'button', action_id: 'abort', style: 'danger', text: plain('Abort'), value: 'run-1' },
      {
        type: 'static_select',
        action_id: 'route',
        placeholder: plain('Route'),
        options: [
          { text: plain('gentle'), value: 'gentle' },
          { text: plain('original'), value: 'original' },
        ],
      },
      { type: 'overflow', action_id: 'more', options: [{ text: plain('Show log'), value: 'log' }] },
    ],
  },
];

/** A modal with every kind of input the page draws. */
export const sampleModal: types.ModalView = {
  type: 'modal',
  callback_id: 'abort',
  title: plain('Abort run-7f3a?'),
  submit: plain('Abort'),
  close: plain('Keep going'),
  blocks: [
    {
      type: 'alert',
      level: 'warning',
      text: { type: 'mrkdwn', text: 'Task 204424 keeps running until the Director *cancels* it.' },
    },
    {
      type: 'input',
      block_id: 'why',
      label: plain('Why'),
      hint: plain('Goes into the record'),
      element: {
        type: 'plain_text_input',
        action_id: 'reason',
        multiline: true,
        placeholder: plain('왜 중단하나요?'),
      },
    },
    {
      type: 'input',
      optional: true,
      label: plain('Then'),
      element: {
        type: 'radio_buttons',
        action_id: 'then',
        options: [
          { text: plain('Power the VM on again'), value: 'on' },
          { text: plain('Leave it'), value: 'leave' },
        ],
      },
    },
  ],
};
