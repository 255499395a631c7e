import { expect, test } from 'vitest';
import { newFollower } from '../../../drill/slack/page/follower.ts';

const pane = 500;

/** A list as a browser lays it out: rows of given heights below one another, and a scroll that stays within them. */
const aList = (...heights: number[]) => {
  const rows = heights.map(height => ({ height }));
  const total = () => rows.reduce((sum, row) => sum + row.height, 0);
  let top = 0;
  const node = {
    offsetTop: 40,
    clientHeight: pane,
    get scrollHeight() {
      return Math.max(total(), pane);
    },
    get scrollTop() {
      return Math.min(top, Math.max(total() - pane, 0));
    },
    set scrollTop(to: number) {
      top = Math.max(0, Math.min(to, total() - pane));
    },
  };
  const nodes = new Map<object, object>();
  const nodeOf = (row: { height: number }) => {
    const made = nodes.get(row) ?? {
      get offsetTop() {
        return 40 + rows.slice(0, rows.indexOf(row)).reduce((sum, each) => sum + each.height, 0);
      },
    };
    nodes.set(row, made);
    // Only the four measures that following needs are there.
    return made as HTMLElement;
  };
  const newest = () => {
    const last = rows.at(-1);
    return last && nodeOf(last);
  };
  // As above.
  const follower = newFollower(node as HTMLElement, newest);
  follower.toNewest();
  return { node, rows, follower };
};

test('a short new message is followed to its end', () => {
  const { node, rows, follower } = aList(400, 300);
  follower.through(() => rows.push({ height: 200 }));
  expect(node.scrollTop).toBe(400);
});

test('a message taller than the list is shown from its beginning', () => {
  const { node, rows, follower } = aList(400, 300);
  follower.through(() => rows.push({ height: 900 }));
  expect(node.scrollTop).toBe(700);
});

test('a message that grows past the height of the list stays at its beginning, and the next one is followed again', () => {
  const { node, rows, follower } = aList(400, 300);
  follower.through(() => {
    const last = rows.at(-1);
    if (last) last.height = 1000;
  });
  expect(node.scrollTop).toBe(400);
  follower.through(() => rows.push({ height: 100 }));
  expect(node.scrollTop).toBe(1000);
});

test('when a message above gets shorter, the newest is still shown from its beginning', () => {
  const { node, rows, follower } = aList(400, 900);
  follower.through(() => rows.splice(0, 1, { height: 350 }));
  expect(node.scrollTop).toBe(350);
});

test('who has scrolled up is left there by edits and by new messages', () => {
  const { node, rows, follower } = aList(400, 900);
  node.scrollTop = 100;
  follower.through(() => rows.push({ height: 300 }));
  expect(node.scrollTop).toBe(100);
});

test('who has read on to the end of a tall message is not taken back to its beginning by an edit of it', () => {
  const { node, rows, follower } = aList(400, 900);
  node.scrollTop = 800;
  follower.through(() => {
    const last = rows.at(-1);
    if (last) last.height = 950;
  });
  expect(node.scrollTop).toBe(800);
});
