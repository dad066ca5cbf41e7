/** Frames of one showing, and their distance in milliseconds: slow enough to be followed, and never without being asked. */
const FRAMES = 20;
const FRAME_TIME = 400;
const MOST = 20_000;

/** How many draws by luck are in the picture: added one by one, or 200 in motion; at once for who wants no motion. */
export class DrawnByLuck {
  shown = $state(0);
  playing = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  add(draws: number): void {
    this.shown = Math.min(MOST, this.shown + draws);
  }

  play(draws = 200): void {
    this.pause();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.add(draws);
    const end = Math.min(MOST, this.shown + draws);
    this.playing = true;
    this.#timer = setInterval(() => {
      this.add(Math.min(Math.ceil(draws / FRAMES), end - this.shown));
      if (this.shown >= end) this.pause();
    }, FRAME_TIME);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }

  reset(): void {
    this.pause();
    this.shown = 0;
  }
}
