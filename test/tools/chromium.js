import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium', '/usr/bin/microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((base) =>
    base ? [`${base}\\Google\\Chrome\\Application\\chrome.exe`, `${base}\\Microsoft\\Edge\\Application\\msedge.exe`] : [],
  ),
};

function installed() {
  return places[/** @type {keyof typeof places} */ (process.platform)]?.find((path) => existsSync(path));
}

/** @param {string} command @param {string[]} args */
function attempt(command, args) {
  const result = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  return result.status === 0;
}

/**
 * Path of a Chromium to test with: CHROMIUM_PATH, an installed one, one from Debian's packages, or Playwright's own.
 * @returns {string}
 */
export function findChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (!existsSync(asked)) throw new Error(`CHROMIUM_PATH is ${asked}, but no such file exists.`);
    return asked;
  }
  const found = installed();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium found; installing it with apt-get.');
    attempt('apt-get', ['update', '-qq']);
    if (attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])) {
      const now = installed();
      if (now) return now;
    }
  }
  console.log('No Chromium found; installing the one of Playwright.');
  if (attempt('npx', ['playwright-core', 'install', 'chromium'])) {
    const path = spawnSync(process.execPath, ['-e', "console.log(require('playwright-core').chromium.executablePath())"], { encoding: 'utf8' }).stdout.trim();
    if (existsSync(path)) return path;
  }
  throw new Error('No Chromium could be found or installed. Install Chromium or Chrome and set CHROMIUM_PATH to its program file.');
}
