// AssemblyScript, built by `npm run kernels` into bytes.ts. Addresses are bytes, all numbers little-endian; `first` is a multiple of 256 and `count` at
// most 256. Loops over codes, words and keys go 8 rows at a time and may run past `count` into memory that is theirs; what belongs to no row is not used.

const BLOCK: usize = 256;
const SIDE: i32 = 0;
const EDGE: i32 = 1;

let program: usize, questions: usize, rootBits: usize, nodeStarts: usize, nodes: usize;
let starts: usize, targets: usize, base: usize, cells: usize, numbers: usize;
let sides: usize, words: usize, answers: usize, keys: usize, at: usize;
let codes: usize, stride: usize, sums: usize, rows: usize;

/** Says where the forest stands, and what is kept of it. `questions` holds two numbers a node: its column of codes and its cut, below −1 for a set. */
export function placeForest(
  program_: usize, questions_: usize, rootBits_: usize, nodeStarts_: usize, nodes_: usize,
  starts_: usize, targets_: usize, base_: usize, cells_: usize, numbers_: usize,
): void {
  program = program_; questions = questions_; rootBits = rootBits_; nodeStarts = nodeStarts_; nodes = nodes_;
  starts = starts_; targets = targets_; base = base_; cells = cells_; numbers = numbers_;
}

/** Says where a block of rows is worked on. */
export function placeBlock(sides_: usize, words_: usize, answers_: usize, keys_: usize, at_: usize): void {
  sides = sides_; words = words_; answers = answers_; keys = keys_; at = at_;
}

/** Says where the codes of the rows stand, column by column, `stride` each; and where their sums, `rows` each. */
export function placeRows(codes_: usize, stride_: i32, sums_: usize, rows_: i32): void {
  codes = codes_; stride = <usize>stride_; sums = sums_; rows = <usize>rows_;
}

/** Puts 1 << bit for each row that goes left at a node into 16 bits a row, or adds it to what stands there. */
function answer(node: i32, first: i32, count: i32, to: usize, bit: i32): void {
  const question = questions + (<usize>node << 3);
  const cut = load<i32>(question, 4);
  const from = codes + ((<usize>load<i32>(question) * stride + <usize>first) << 1);
  const end = <usize>count << 1;
  if (cut < -1) {
    const left = <usize>(-2 - cut);
    for (let r: usize = 0; r < end; r += 2) {
      const own = <u16>load<u8>(left + <usize>load<u16>(from + r)) << <u16>bit;
      store<u16>(to + r, bit == 0 ? own : load<u16>(to + r) | own);
    }
    return;
  }
  const split = i16x8.splat(<i16>cut);
  const one = i16x8.splat(<i16>1 << <i16>bit);
  if (bit == 0) for (let r: usize = 0; r < end; r += 16) v128.store(to + r, v128.andnot(one, i16x8.gt_s(v128.load(from + r), split)));
  else for (let r: usize = 0; r < end; r += 16) v128.store(to + r, v128.or(v128.load(to + r), v128.andnot(one, i16x8.gt_s(v128.load(from + r), split))));
}

/** Takes the words at a depth over an edge: bit × 4 + 2 when the player is new + 1 when left. */
function edge(depth: i32, what: i32, count: i32): void {
  const side = sides + ((<usize>depth * BLOCK) << 1);
  const from = words + ((<usize>depth * BLOCK) << 2);
  const to = from + (BLOCK << 2);
  const bit = what >>> 2;
  const end = <usize>count << 1;
  if (what & 2) {
    const met = i16x8.splat(<i16>((what & 1) ^ 1));
    for (let r: usize = 0; r < end; r += 16) {
      const own = v128.xor(v128.load(side + r), met);
      v128.store(to + (r << 1), v128.or(v128.load(from + (r << 1)), i32x4.shl(i32x4.extend_low_i16x8_u(own), bit)));
      v128.store(to + (r << 1) + 16, v128.or(v128.load(from + (r << 1) + 16), i32x4.shl(i32x4.extend_high_i16x8_u(own), bit)));
    }
  } else {
    const met = i16x8.splat(<i16>(what & 1));
    for (let r: usize = 0; r < end; r += 16) {
      const own = v128.xor(v128.load(side + r), met);
      v128.store(to + (r << 1), v128.andnot(v128.load(from + (r << 1)), i32x4.shl(i32x4.extend_low_i16x8_u(own), bit)));
      v128.store(to + (r << 1) + 16, v128.andnot(v128.load(from + (r << 1) + 16), i32x4.shl(i32x4.extend_high_i16x8_u(own), bit)));
    }
  }
}

/** Writes the keys of a twig whose root stands at a depth. */
function keysOf(twig: i32, depth: i32, first: i32, count: i32): void {
  const own = nodeStarts + (<usize>twig << 2);
  const begin = load<i32>(own);
  const splits = load<i32>(own, 4) - begin;
  for (let k = 0; k < splits; k++) answer(load<i32>(nodes + (<usize>(begin + k) << 2)), first, count, answers, k);
  const from = words + ((<usize>depth * BLOCK) << 2);
  const bit = load<i32>(rootBits + (<usize>twig << 2));
  const end = <usize>count << 1;
  if (splits == 0) {
    for (let r: usize = 0; r < end; r += 8) v128.store(keys + (r << 1), v128.load(from + (r << 1)));
    return;
  }
  for (let r: usize = 0; r < end; r += 16) {
    const left = v128.load(answers + r);
    v128.store(keys + (r << 1), v128.or(v128.load(from + (r << 1)), i32x4.shl(i32x4.extend_low_i16x8_u(left), bit)));
    v128.store(keys + (r << 1) + 16, v128.or(v128.load(from + (r << 1) + 16), i32x4.shl(i32x4.extend_high_i16x8_u(left), bit)));
  }
}

/** Looks up where the numbers of each key begin; false when some are not known, or not kept in cells. */
function lookUp(twig: i32, count: i32): bool {
  const own = load<i32>(base + (<usize>twig << 2));
  if (own < 0) return false;
  const from = cells + (<usize>own << 2);
  const end = <usize>count << 2;
  let unknown = 0;
  for (let r: usize = 0; r < end; r += 4) {
    const known = load<i32>(from + (<usize>load<i32>(keys + r) << 2));
    unknown |= i32(known == 0);
    store<i32>(at + r, known);
  }
  return unknown == 0;
}

/** Where the sums of a slot of a twig begin. */
@inline
function sumsOf(slot: i32, first: i32): usize {
  return sums + ((<usize>load<i32>(targets + (<usize>slot << 2)) * rows + <usize>first) << 3);
}

@inline
function add(to: usize, more: v128): void {
  v128.store(to, f64x2.add(v128.load(to), more));
}

/** Adds the numbers of a twig, from where `at` says, to the sums of a block of rows. */
export function gather(twig: i32, first: i32, count: i32): void {
  let slot = load<i32>(starts + (<usize>twig << 2));
  const end = load<i32>(starts + (<usize>twig << 2), 4);
  const last = <usize>count << 2;
  const pairs = last & ~7;
  let from = numbers;
  for (; slot + 2 <= end; slot += 2, from += 16) {
    const one = sumsOf(slot, first);
    const two = sumsOf(slot + 1, first);
    let r: usize = 0;
    for (; r < pairs; r += 8) {
      const a = v128.load(from + (<usize>load<i32>(at + r) << 3));
      const b = v128.load(from + (<usize>load<i32>(at + r, 4) << 3));
      add(one + (r << 1), v128.shuffle<i64>(a, b, 0, 2));
      add(two + (r << 1), v128.shuffle<i64>(a, b, 1, 3));
    }
    if (r < last) {
      const a = from + (<usize>load<i32>(at + r) << 3);
      store<f64>(one + (r << 1), load<f64>(one + (r << 1)) + load<f64>(a));
      store<f64>(two + (r << 1), load<f64>(two + (r << 1)) + load<f64>(a, 8));
    }
  }
  if (slot == end) return;
  const to = sumsOf(slot, first);
  let r: usize = 0;
  for (; r < pairs; r += 8) {
    const a = from + (<usize>load<i32>(at + r) << 3);
    add(to + (r << 1), v128.load64_lane(from + (<usize>load<i32>(at + r, 4) << 3), v128.load64_zero(a), 1));
  }
  if (r < last) store<f64>(to + (r << 1), load<f64>(to + (r << 1)) + load<f64>(from + (<usize>load<i32>(at + r) << 3)));
}

/**
 * Takes a block of rows on from a step of the walk over a tree and adds what its twigs give.
 * @returns the step of a twig with keys to be looked up by others, who then call {@link gather} and go on behind it; −1 at the end
 */
export function run(step: i32, end: i32, first: i32, count: i32): i32 {
  for (; step < end; step += 3) {
    const own = program + (<usize>step << 2);
    const kind = load<i32>(own);
    const depth = load<i32>(own, 4);
    const what = load<i32>(own, 8);
    if (kind == SIDE) answer(what, first, count, sides + ((<usize>depth * BLOCK) << 1), 0);
    else if (kind == EDGE) edge(depth, what, count);
    else {
      if (load<i32>(starts + (<usize>what << 2)) == load<i32>(starts + (<usize>what << 2), 4)) continue;
      keysOf(what, depth, first, count);
      if (!lookUp(what, count)) return step;
      gather(what, first, count);
    }
  }
  return -1;
}

let patternStarts: usize, lacks: usize, counts: usize, weights: usize, masks: usize, shares: usize;

/**
 * Says where the patterns of a background stand: of each path, from its start, 16 bits of the players that rows miss and 32 of how many such rows there
 * are; where the weights of `FORWARD`; the masks of none, the first, the second and both of two doubles; and where shares go.
 */
export function placePatterns(starts_: usize, lacks_: usize, counts_: usize, weights_: usize, masks_: usize, shares_: usize): void {
  patternStarts = starts_; lacks = lacks_; counts = counts_; weights = weights_; masks = masks_; shares = shares_;
}

/**
 * Writes the shares of a path of at most 16 players for a person's word: `pathShares`, whose additions come in the same order. A player who is not of a
 * pattern is given 0 with it, which takes no branch.
 */
export function share(path: i32, own: i32, bits: i32): bool {
  const begin = load<i32>(patternStarts + (<usize>path << 2));
  const end = load<i32>(patternStarts + (<usize>path << 2), 4);
  const missed = ((1 << bits) - 1) & ~own;
  const q = <usize>popcnt(missed);
  const last = shares + (<usize>((bits + 1) >> 1) << 4);
  for (let to = shares; to < last; to += 16) v128.store(to, f64x2.splat(0));
  const mask = i16x8.splat(<i16>missed);
  const none = i16x8.splat(0);
  const ofMissed = weights + (q << 8);
  const ofMet = weights + (q << 3);
  let lost: f64 = 0;
  let met = false;
  for (let k = begin; k < end; k += 8) {
    let rows = i16x8.bitmask(i16x8.eq(v128.and(v128.load(lacks + (<usize>k << 1)), mask), none));
    if (end - k < 8) rows &= (1 << (end - k)) - 1;
    if (rows != 0) met = true;
    for (; rows != 0; rows &= rows - 1) {
      const at = <usize>(k + ctz(rows));
      let only = <usize>load<u16>(lacks + (at << 1));
      const p = <usize>popcnt(<u32>only);
      const count = <f64>load<i32>(counts + (at << 2));
      lost += count * load<f64>(ofMissed + (p << 3));
      const gained = f64x2.splat(count * load<f64>(ofMet + (p << 8)));
      for (let to = shares; to < last; to += 16, only >>>= 2) {
        v128.store(to, f64x2.add(v128.load(to), v128.and(v128.load(masks + ((only & 3) << 4)), gained)));
      }
    }
  }
  for (let rest = missed; rest != 0; rest &= rest - 1) store<f64>(shares + (<usize>ctz(rest) << 3), -lost);
  return met;
}
