/** What hdf5.ts uses of this package, which has no types of its own. */
declare module 'jsfive' {
  /** The messages of an object's header; the numbers are those of the HDF5 File Format Specification 3.0, section IV.A.2. */
  interface DataObjects {
    /** How many numbers a piece has along each axis; undefined where the data lie in one piece. */
    readonly chunks: readonly number[] | undefined;
    find_msg_type(type: number): readonly ReadonlyMap<string, number>[];
    _get_data_message_properties(
      offset: number,
    ): readonly [version: number, dimensions: number | undefined, layoutClass: number, offset: number];
  }
  export class Dataset {
    readonly shape: readonly number[];
    /** NumPy's spelling, as in `<f4`; an array for what is no plain number or text. */
    readonly dtype: string | readonly unknown[];
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly value: ArrayLike<number>;
    readonly _dataobjects: DataObjects;
  }
  export class Group {
    readonly keys: readonly string[];
    readonly attrs: Readonly<Record<string, unknown>>;
    get(name: string): Group | Dataset | null;
  }
  /** By the numbers of the filter pipeline message: what undoes each. */
  export const Filters: Map<number, (bytes: ArrayBuffer) => ArrayBuffer>;
  export class File extends Group {
    constructor(bytes: ArrayBuffer);
  }
}
