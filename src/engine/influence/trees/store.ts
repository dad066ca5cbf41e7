/** Memory for `length` numbers in a row, fewer where there is a bound, the first `used` as they were. @throws RangeError where memory is refused */
export type Room = (length: number, before: Float64Array<ArrayBuffer>, used: number) => Float64Array<ArrayBuffer>;

const ownRoom: Room = (length, before, used) => {
  const wider = new Float64Array(length);
  wider.set(before.subarray(0, used));
  return wider;
};

/** Numbers in a row that grow as needed. */
export class Store {
  values: Float64Array<ArrayBuffer>;
  used: number;
  /** True when room is taken from memory whose views growth voids. */
  moved = false;
  #room = ownRoom;

  /** @param reserved numbers at the beginning that stay 0 */
  constructor(readonly reserved: number) {
    this.values = new Float64Array(Math.max(4096, reserved));
    this.used = reserved;
  }

  /** Moves to other memory, which all growth is taken from. */
  moveTo(room: Room, length: number): void {
    this.values = room(length, this.values, this.used);
    this.#room = room;
    this.moved = true;
  }

  /** Makes sure of so many more; false where memory is refused. */
  reserve(length: number): boolean {
    const needed = this.used + length;
    if (needed <= this.values.length) return true;
    try {
      this.values = this.#room(Math.max(needed, 2 * this.values.length), this.values, this.used);
      return needed <= this.values.length;
    } catch (refused) {
      if (refused instanceof RangeError) return false;
      throw refused;
    }
  }

  /** @throws RangeError where memory is refused */
  take(length: number): number {
    const at = this.used;
    if (!this.reserve(length)) throw new RangeError(`no memory for ${this.used + length} numbers`);
    this.used += length;
    return at;
  }

  /** Forgets all but what is reserved. */
  clear(): void {
    this.used = this.reserved;
  }
}
