import type { Markdown } from '../../emission/escape.ts';

/** What `train.py` and the README beside it say about the network: strings and booleans, as every template is given. */
export interface TrainingView {
  /** The emitted file without `.py`, as Python imports it. */
  readonly module: string;
  /** The network's class in it. */
  readonly className: string;
  /** The network's name in the spec, for the README. */
  readonly title: Markdown;
  /** The input: whole numbers. */
  readonly channels: string;
  readonly height: string;
  readonly width: string;
  /** How many classes the output tells apart; empty where it is a feature map, which is not trained. */
  readonly classes: string;
  /** Of rnc. */
  readonly version: string;
  readonly hasWeights: boolean;
  /** The weights' file name; empty without weights. */
  readonly weightsFile: string;
  /** The name of the compiled file. */
  readonly source: string;
}
