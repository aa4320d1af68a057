/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Runs in the page beside the text. Ctrl and the wheel, or + and −, enlarge the picture; 0 fits the width again. */
import type { PictureMessage } from './picture-message.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const editor = acquireVsCodeApi();
const picture = document.getElementById('picture')!;
const problem = document.getElementById('problem')!;
let scale = (editor.getState() as { scale?: number } | undefined)?.scale ?? 0;
const resize = (): void => {
  const svg = picture.querySelector('svg');
  if (svg === null) return;
  const { width, height } = svg.viewBox.baseVal;
  const fitting = Math.min(1, (document.documentElement.clientWidth - 40) / width);
  const factor = scale || fitting;
  svg.style.width = `${width * factor}px`;
  svg.style.height = `${height * factor}px`;
};
const enlarge = (factor: number): void => {
  const shown = picture.querySelector('svg');
  if (shown === null) return;
  const now = shown.getBoundingClientRect().width / shown.viewBox.baseVal.width;
  scale = factor === 0 ? 0 : Math.min(8, Math.max(0.05, now * factor));
  editor.setState({ scale });
  resize();
};
window.addEventListener('message', ({ data }: MessageEvent<PictureMessage>) => {
  problem.hidden = data.problem === undefined;
  problem.textContent = data.problem ?? '';
  picture.classList.toggle('old', data.svg === undefined);
  if (data.svg === undefined) return;
  const drawn = new DOMParser().parseFromString(data.svg, 'image/svg+xml').documentElement;
  picture.replaceChildren(document.importNode(drawn, true));
  resize();
});
window.addEventListener('resize', resize);
window.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    enlarge(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  },
  { passive: false },
);
window.addEventListener('keydown', ({ key }) => {
  if (key === '+' || key === '=') enlarge(1.25);
  if (key === '-') enlarge(1 / 1.25);
  if (key === '0') enlarge(0);
});
editor.postMessage('ready');
