/** The page beside a compiled network: loads it, prepares a picture as its training did, and shows what it answers. */
import { preparePicture } from './prepare-picture.js';

const SHOWN = 5;
const LARGEST = 16e6; // pixels of a canvas that every browser takes
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const GREY = { mean: [0.5], std: [0.5] };

const element = (id) => document.getElementById(id);
const form = element('transform');
const softmaxed = document.body.dataset.softmax === 'true';
const times = [];
let network;
let picture;
let names = [];
let answer;
let running = false;
/** Whether something changed during a run. */
let stale = false;

start();

async function start() {
  element('unserved').hidden = true;
  try {
    const { load } = await import(document.body.dataset.module);
    const began = performance.now();
    network = await load({ onProgress: showProgress });
    showNetwork(performance.now() - began);
  } catch (error) {
    element('main').hidden = true; // nothing there works
    showFailure(error);
  } finally {
    element('loading').hidden = true;
  }
}

function showProgress({ stage, done, total }) {
  const bar = element(stage);
  bar.max = Math.max(1, total);
  bar.value = total === 0 ? 1 : done;
  element(`${stage}-done`).textContent =
    stage === 'weights' ? `${megabytes(done)} of ${megabytes(total)} MB` : `${done} of ${total} compiled`;
}

function showNetwork(loading) {
  const [batch, channels, height, width] = network.plan.input.shape;
  const memory = `${megabytes(network.memoryBytes)} MB of its memory`;
  element('adapter').textContent =
    `${network.adapter.name} · ${memory} · loaded in ${duration(loading)}${batch > 1 ? ` · batches of ${batch}, each filled with the one picture` : ''}`;
  element('crop').textContent = `${width}×${height}`;
  if (channels !== 3 && channels !== 1)
    throw new Error(
      `This network takes ${channels} channels: no picture has them. Run it from code, as README.md shows.`,
    );
  const { mean, std } = channels === 1 ? GREY : IMAGENET;
  form.elements.resize.value = Math.round((Math.max(width, height) * 256) / 224);
  form.elements.mean.value = mean.join(', ');
  form.elements.std.value = std.join(', ');
  Object.assign(element('preview'), { width, height });
  element('preview').classList.toggle('small', Math.max(width, height) < 112);
  element('naming').hidden = network.plan.output.shape.length !== 2;
  element('main').inert = false;
  listen();
}

function listen() {
  const take = (files) => files?.length > 0 && openPicture(files[0]);
  element('file').addEventListener('change', ({ target }) => take(target.files));
  document.addEventListener('paste', ({ clipboardData }) => take(clipboardData.files));
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('over');
  });
  document.addEventListener('dragleave', () => document.body.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('over');
    take(event.dataTransfer.files);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', run);
  element('again').addEventListener('click', run);
  element('names').addEventListener('change', async ({ target }) => {
    if (target.files.length > 0) readNames(await target.files[0].text());
  });
}

async function openPicture(file) {
  try {
    const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none' });
    const scale = Math.min(1, Math.sqrt(LARGEST / (bitmap.width * bitmap.height)));
    const [width, height] = [bitmap.width, bitmap.height].map((extent) =>
      Math.max(1, Math.floor(extent * scale)),
    );
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.fillStyle = 'white'; // under what is transparent
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    picture = context.getImageData(0, 0, width, height);
    element('preview').ariaLabel = `What the network sees of ${file.name || 'the pasted picture'}`;
  } catch {
    return showFailure(new Error(`${file.name || 'That'} is no picture that this browser can read.`));
  }
  await run();
}

/** Prepares the picture and runs the network; what is asked for meanwhile is done afterwards. */
async function run() {
  stale = running;
  const options = readTransform();
  if (!picture || !options || running) return;
  setRunning(true);
  try {
    const { pixels, values } = preparePicture(picture, options);
    showPreview(pixels, options);
    const [batch] = network.plan.input.shape;
    const input = new Float32Array(batch * values.length);
    for (let image = 0; image < batch; image++) input.set(values, image * values.length);
    const began = performance.now();
    answer = await network.run(input);
    times.push(performance.now() - began);
    showFailure();
    showAnswer();
    showTimes();
  } catch (error) {
    showFailure(error);
  } finally {
    setRunning(false);
    if (stale) run();
  }
}

function setRunning(state) {
  running = state;
  element('again').disabled = state;
  element('again').textContent = state ? 'Running …' : 'Run again';
  if (!answer) element('empty').textContent = state ? 'Running for the first time …' : 'Nothing yet.';
}

/** The form’s numbers; undefined, and the field marked, where one cannot be used. */
function readTransform() {
  const [, channels, height, width] = network.plan.input.shape;
  const numbers = (name) =>
    form.elements[name].value
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number);
  const [mean, std, resize] = [numbers('mean'), numbers('std'), numbers('resize')];
  const valid = {
    resize: resize.length === 1 && Number.isInteger(resize[0]) && resize[0] >= 1 && resize[0] <= 4096,
    mean: mean.length === channels && mean.every(Number.isFinite),
    std: std.length === channels && std.every((value) => Number.isFinite(value) && value !== 0),
  };
  for (const [name, fine] of Object.entries(valid)) form.elements[name].ariaInvalid = String(!fine);
  if (Object.values(valid).every(Boolean)) return { resize: resize[0], height, width, mean, std };
  const count = channels === 1 ? 'one number' : `${channels} numbers`;
  showFailure(
    new Error(
      `The shorter side is a whole number from 1 to 4096; mean and deviation are ${count} each, no deviation 0.`,
    ),
  );
}

function showPreview(pixels, { height, width, mean: { length: channels } }) {
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * pixel + channel] = pixels[pixel * channels + (channels === 1 ? 0 : channel)];
    image.data[4 * pixel + 3] = 255;
  }
  element('preview').getContext('2d').putImageData(image, 0, 0);
}

function showAnswer() {
  if (!answer) return;
  const { data, shape } = answer;
  const vector = shape.length === 2;
  element('empty').hidden = true;
  element('again').hidden = false;
  element('classes').hidden = !vector;
  element('values').hidden = vector;
  if (vector) showClasses(data.subarray(0, shape[1]));
  else showStatistics(data, shape);
}

function showClasses(scores) {
  if (!scores.every(Number.isFinite)) {
    element('classes').replaceChildren();
    throw new Error(
      'The network answers numbers that are not finite; the weights or the preparation do not fit it.',
    );
  }
  const shares = softmaxed ? scores : softmax(scores);
  const best = [...shares.keys()].sort((a, b) => shares[b] - shares[a]).slice(0, SHOWN);
  element('classes').replaceChildren(
    ...best.map((index) => {
      const percentage = `${(100 * shares[index]).toFixed(1)} %`;
      const bar = create('span', 'bar', create('span'));
      bar.firstChild.style.width = percentage.replace(' ', '');
      bar.ariaHidden = 'true';
      const name = names[index] ?? `class ${index}`;
      return create('li', '', create('span', 'name', name), create('span', '', percentage), bar);
    }),
  );
}

function showStatistics(data, shape) {
  let [sum, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) {
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const rows = [
    ['Shape', shape.join('×')],
    ['Smallest', least.toPrecision(5)],
    ['Mean', (sum / data.length).toPrecision(5)],
    ['Largest', most.toPrecision(5)],
  ];
  element('values').replaceChildren(
    ...rows.flatMap(([term, text]) => [create('dt', '', term), create('dd', '', text)]),
  );
}

function showTimes() {
  const [first, ...later] = times;
  element('times').hidden = false;
  element('first').textContent = duration(first);
  const median = later.sort((a, b) => a - b)[later.length >> 1];
  element('later').textContent =
    later.length === 0
      ? 'none yet'
      : `${duration(median)}${later.length > 1 ? `, median of ${later.length}` : ''}`;
}

function readNames(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  const [, classes] = network.plan.output.shape;
  names = lines;
  showFailure(
    lines.length === classes
      ? undefined
      : new Error(
          `The file has ${lines.length} lines, and the network ${classes} classes: the names may be wrong.`,
        ),
  );
  showAnswer();
}

/** Shows an error, or takes away the one that is shown. */
function showFailure(error) {
  element('failure').hidden = !error;
  element('failure').textContent = error ? error.message : '';
  if (error && error.name !== 'Error') console.error(error);
}

function softmax(scores) {
  const largest = scores.reduce((most, score) => Math.max(most, score));
  const powers = Array.from(scores, (score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power);
  return powers.map((power) => power / sum);
}

function create(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
const duration = (ms) => (ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`);
