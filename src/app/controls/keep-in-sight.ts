/** Keys that scroll the window from wherever they are not used otherwise. */
const SCROLLING = new Set(['PageUp', 'PageDown', 'Home', 'End', ' ', 'ArrowUp', 'ArrowDown']);
const TAKES_KEYS = 'input, select, textarea, button, summary, [role="listbox"], [role="combobox"], [contenteditable]';

/** What a person sees of a control: a hidden radio button stands for its label. */
function shownFor(element: HTMLElement): HTMLElement {
  return element.classList.contains('visually-hidden') ? (element.closest('label') ?? element) : element;
}

function inSight(element: HTMLElement, top: number): boolean {
  const box = element.getBoundingClientRect();
  const seen = Math.min(box.bottom, innerHeight) - Math.max(box.top, top);
  return seen > Math.min(box.height, innerHeight - top) / 2;
}

/**
 * Keeps the control that the keyboard is on in sight while answers arrive above it and push it away. The browser does this for a page scrolled down, by
 * anchoring, but not for one at its top or while it scrolls. It ends where the person scrolls away, until the next control.
 * @param covered height of the window's upper edge that is under a bar
 */
export function keepInSight(covered: () => number): (page: HTMLElement) => () => void {
  return (page) => {
    let left = false;
    const leave = (): void => void (left = true);
    const arrive = (): void => void (left = false);
    const key = (event: KeyboardEvent): void => {
      if (SCROLLING.has(event.key) && !(event.target instanceof Element && event.target.closest(TAKES_KEYS))) left = true;
    };
    const observer = new ResizeObserver(() => {
      const at = document.activeElement;
      if (left || !(at instanceof HTMLElement) || at === page || !page.contains(at) || !at.matches(':focus-visible')) return;
      const shown = shownFor(at);
      if (!inSight(shown, covered())) shown.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    observer.observe(page);
    page.addEventListener('focusin', arrive);
    addEventListener('wheel', leave, { passive: true });
    addEventListener('touchmove', leave, { passive: true });
    addEventListener('pointerdown', leave);
    addEventListener('keydown', key);
    return () => {
      observer.disconnect();
      page.removeEventListener('focusin', arrive);
      removeEventListener('wheel', leave);
      removeEventListener('touchmove', leave);
      removeEventListener('pointerdown', leave);
      removeEventListener('keydown', key);
    };
  };
}
