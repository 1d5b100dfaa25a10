import { describe, expect, test } from 'vitest';
import { FlameTree, keptTree, layoutFlame, matchedShare } from '../../src/profile-view/index.ts';

/**
 *     0 all 100
 *     └ 1 listen 90
 *       ├ 2 view 60
 *       │ ├ 3 sort 40
 *       │ └ 4 listen 10
 *       │   └ 5 sort 10
 *       └ 6 sort 20
 */
const TREE = {
  frame: [0, 1, 2, 3, 1, 3, 3],
  parent: [-1, 0, 1, 2, 2, 4, 1],
  selfMs: [10, 10, 10, 40, 0, 10, 20],
  totalMs: [100, 90, 60, 40, 10, 10, 20],
};

const boxesOf = (zoomed: number) =>
  layoutFlame(new FlameTree(TREE), zoomed).map(({ node, depth, left, width }) => [
    node,
    depth,
    Number(left.toFixed(3)),
    Number(width.toFixed(3)),
  ]);

describe('where functions lie', () => {
  test('each below its caller, as wide as its share of the whole', () => {
    expect(boxesOf(0)).toEqual([
      [0, 0, 0, 1],
      [1, 1, 0, 0.9],
      [2, 2, 0, 0.6],
      [3, 3, 0, 0.4],
      [4, 3, 0.4, 0.1],
      [5, 4, 0.4, 0.1],
      [6, 2, 0.6, 0.2],
    ]);
  });

  test('the one that is looked at has the whole width, and its callers above it', () => {
    expect(boxesOf(2)).toEqual([
      [0, 0, 0, 1],
      [1, 1, 0, 1],
      [2, 2, 0, 1],
      [3, 3, 0, 0.667],
      [4, 3, 0.667, 0.167],
      [5, 4, 0.667, 0.167],
    ]);
  });

  test('what nobody could see is not drawn, however many there are', () => {
    const count = 30_000;
    const parent = Array.from({ length: count }, (_, node) => (node === 0 ? -1 : 0));
    const wide = new FlameTree({
      frame: parent.map(() => 0),
      parent,
      selfMs: parent.map(() => 1),
      totalMs: parent.map((_, node) => (node === 0 ? count : 1)),
    });
    expect(layoutFlame(wide, 0).length).toBe(1);
  });
});

test('without a function, its time is its caller’s and its calls hang there', () => {
  expect(keptTree(TREE, (frame) => frame !== 1)).toEqual({
    frame: [0, 2, 3, 3],
    parent: [-1, 0, 1, 0],
    selfMs: [20, 10, 50, 20],
    totalMs: [100, 60, 50, 20],
  });
});

test('a function below itself is found once', () => {
  const flame = new FlameTree(TREE);
  const isFrame = (frame: number) => (node: number) => TREE.frame[node] === frame;
  expect(matchedShare(flame, isFrame(1))).toBe(0.9);
  expect(matchedShare(flame, isFrame(3))).toBe(0.7);
  expect(matchedShare(flame, isFrame(9))).toBe(0);
});
