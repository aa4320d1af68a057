/** How much reading may still be done: of numbers, and of bytes that are copied or searched, 64 at a time. */
export interface Meter {
  left: number;
  /** What a copy costs beside its bytes: what is done with each. */
  perCopy: number;
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/** A method of the platform, and the same that charges for what it does. */
interface Priced {
  readonly owner: object;
  readonly name: string;
  readonly charging: (method: Method, charge: (price: number) => void, meter: Meter) => Method;
}

const numbers = ['Int8', 'Uint8', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64'];
const perByte = 1 / 64;

const priced: readonly Priced[] = [
  ...numbers.map((type) => ({
    owner: DataView.prototype,
    name: `get${type}`,
    charging: (method: Method, charge: (price: number) => void): Method =>
      function (offset, littleEndian) {
        charge(1);
        return method.call(this, offset, littleEndian);
      },
  })),
  {
    owner: ArrayBuffer.prototype,
    name: 'slice',
    charging: (method, charge, meter) =>
      function (...parameters) {
        const copy = method.apply(this, parameters) as ArrayBuffer;
        charge(meter.perCopy + perByte * copy.byteLength);
        return copy;
      },
  },
  {
    owner: Object.getPrototypeOf(Uint8Array.prototype),
    name: 'indexOf',
    charging: (method, charge) =>
      function (...parameters) {
        const found = method.apply(this, parameters) as number;
        charge(1 + perByte * (found < 0 ? (this as Uint8Array).length : found));
        return found;
      },
  },
];

/**
 * Runs another's reader, which follows a file wherever it points, and throws `exhausted` once the meter is used up: a file can lead it
 * in circles for hours, and it offers no hook but the methods of the platform that it reads with. They are back in their place
 * when this returns; `work` does not wait for anything.
 */
export function metered<T>(meter: Meter, exhausted: unknown, work: () => T): T {
  const charge = (price: number): void => {
    meter.left -= price;
    if (meter.left < 0) throw exhausted;
  };
  const before = priced.map(({ owner, name }) => Object.getOwnPropertyDescriptor(owner, name)!);
  try {
    for (const [index, { owner, name, charging }] of priced.entries()) {
      const value = charging(before[index]!.value as Method, charge, meter);
      Object.defineProperty(owner, name, { ...before[index], value });
    }
    return work();
  } finally {
    for (const [index, { owner, name }] of priced.entries())
      Object.defineProperty(owner, name, before[index]!);
  }
}
