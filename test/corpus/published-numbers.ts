/** What a network's authors, or whoever runs it, say that it costs; what nobody says is left out. */
export interface PublishedNumbers {
  /** Trainable ones. */
  readonly parameters: number;
  /** Running statistics: Keras's “non-trainable”, torchvision's buffers without the batch counters. */
  readonly buffers?: number;
  /** Of convolutions and linear layers. */
  readonly macs?: number;
  /** As the network's name has it. */
  readonly depth?: number;
  /** At the last feature map. */
  readonly receptiveField?: number;
}

/**
 * Counted by fvcore over torchvision 0.14's models, but for the depth, which is the paper's. Receptive fields of ResNets: v1.5 after
 * Araujo et al. 2019, “Computing Receptive Fields of Convolutional Neural Networks” (Distill), their table's for v1 and VGG-16.
 */
const torchvision: Readonly<Record<string, PublishedNumbers>> = {
  resnet18: {
    ...{ parameters: 11_689_512, buffers: 9_600, macs: 1_814_073_344 },
    ...{ depth: 18, receptiveField: 435 },
  },
  resnet34: {
    ...{ parameters: 21_797_672, buffers: 17_024, macs: 3_663_761_408 },
    ...{ depth: 34, receptiveField: 899 },
  },
  resnet50: {
    ...{ parameters: 25_557_032, buffers: 53_120, macs: 4_089_184_256 },
    ...{ depth: 50, receptiveField: 427 },
  },
  resnet101: {
    ...{ parameters: 44_549_160, buffers: 105_344, macs: 7_801_405_440 },
    ...{ depth: 101, receptiveField: 971 },
  },
  resnet152: {
    ...{ parameters: 60_192_808, buffers: 151_424, macs: 11_513_626_624 },
    ...{ depth: 152, receptiveField: 1451 },
  },
  // The same network with other names.
  resnet101_from_scratch: {
    ...{ parameters: 44_549_160, buffers: 105_344, macs: 7_801_405_440 },
    ...{ depth: 101, receptiveField: 971 },
  },
  resnext50_32x4d: { parameters: 25_028_904, buffers: 68_224, macs: 4_230_479_872, depth: 50 },
  resnext101_32x8d: { parameters: 88_791_336, buffers: 202_880, macs: 16_414_015_488, depth: 101 },
  wide_resnet50_2: { parameters: 68_883_240, buffers: 68_224, macs: 11_398_021_120, depth: 50 },
  wide_resnet101_2: { parameters: 126_886_696, buffers: 137_856, macs: 22_753_050_624, depth: 101 },
  vgg16: { parameters: 138_357_544, buffers: 0, macs: 15_470_264_320, depth: 16, receptiveField: 212 },
  vgg19: { parameters: 143_667_240, buffers: 0, macs: 19_632_062_464, depth: 19 },
  vgg19_bn: { parameters: 143_678_248, buffers: 11_008, macs: 19_632_062_464, depth: 19 },
  // Parameters as torchvision's documentation lists them; test/oracle/corpus.test.ts counts the rest live.
  densenet121: { parameters: 7_978_856, depth: 121 },
  mobilenet_v2: { parameters: 3_504_872 },
  squeezenet1_1: { parameters: 1_235_496 },
  googlenet: { parameters: 6_624_904, depth: 22 },
  convnext_tiny: { parameters: 28_589_128 },
};

/** Of the paper's own form: Table 1's 1.8, 3.6 and 3.8 × 10⁹, exactly. Option A adds no parameter to the plain network. */
const he2015: Readonly<Record<string, PublishedNumbers>> = {
  plain18: { parameters: 11_515_688, macs: 1_794_805_760, depth: 18 },
  resnet18_a: { parameters: 11_515_688, macs: 1_794_805_760, depth: 18 },
  resnet18_c: { parameters: 12_043_816, macs: 1_878_298_624, depth: 18 },
  plain34: { parameters: 21_623_848, macs: 3_644_493_824, depth: 34 },
  resnet34_a: { parameters: 21_623_848, macs: 3_644_493_824, depth: 34 },
  resnet34_c: { parameters: 22_716_840, macs: 3_830_747_136, depth: 34 },
  resnet50_v1: {
    ...{ parameters: 25_557_032, buffers: 53_120, macs: 3_857_973_248 },
    ...{ depth: 50, receptiveField: 483 },
  },
};

/** akamaster's pytorch_resnet_cifar10 (0.27, 0.46, 0.66, 0.85, 1.7 and 19.4 million in the paper's Table 6). */
const cifar: Readonly<Record<string, PublishedNumbers>> = {
  resnet20: { parameters: 269_722, buffers: 271_098 - 269_722, macs: 40_551_040, depth: 20 },
  resnet32: { parameters: 464_154, buffers: 466_426 - 464_154, macs: 68_862_592, depth: 32 },
  resnet44: { parameters: 658_586, buffers: 661_754 - 658_586, macs: 97_174_144, depth: 44 },
  resnet56: { parameters: 853_018, buffers: 857_082 - 853_018, macs: 125_485_696, depth: 56 },
  resnet110: { parameters: 1_727_962, buffers: 1_736_058 - 1_727_962, macs: 252_887_680, depth: 110 },
  resnet1202: { parameters: 19_421_274, buffers: 19_510_906 - 19_421_274, macs: 2_829_238_912, depth: 1202 },
  // Parameters: osmr's imgclsmob, 36.5 M in the paper. The MACs by hand, block by block at 32², 16² and 8² positions:
  // stem, first block, seven convolutions, shortcut; twice the first block, seven convolutions, shortcut; classifier.
  // Its name counts the three shortcuts' convolutions as well, so its depth is not compared.
  wrn_28_10: {
    parameters: 36_479_194,
    macs:
      32 ** 2 * (3 * 16 * 9 + 16 * 160 * 9 + 7 * 160 ** 2 * 9 + 16 * 160) +
      16 ** 2 * (160 * 320 * 9 + 7 * 320 ** 2 * 9 + 160 * 320) +
      8 ** 2 * (320 * 640 * 9 + 7 * 640 ** 2 * 9 + 320 * 640) +
      640 * 10,
  },
};

/** Keras 3.15.1's `summary()`: trainable and non-trainable parameters. */
const keras: Readonly<Record<string, PublishedNumbers>> = {
  keras_resnet50: {
    ...{ parameters: 25_583_592, buffers: 53_120, macs: 3_857_973_248 },
    ...{ depth: 50, receptiveField: 483 },
  },
  keras_resnet101: {
    ...{ parameters: 44_601_832, buffers: 105_344, macs: 7_570_194_432 },
    ...{ depth: 101, receptiveField: 1027 },
  },
  keras_resnet152: {
    ...{ parameters: 60_268_520, buffers: 151_424, macs: 11_282_415_616 },
    ...{ depth: 152, receptiveField: 1507 },
  },
  keras_resnet50_v2: { parameters: 25_568_360, buffers: 45_440, macs: 3_482_255_360, depth: 50 },
  keras_resnet101_v2: { parameters: 44_577_896, buffers: 97_664, macs: 7_194_476_544, depth: 101 },
  keras_resnet152_v2: { parameters: 60_236_904, buffers: 143_744, macs: 10_906_697_728, depth: 152 },
};

/** Counted over timm 1.0.29's models. */
const timm: Readonly<Record<string, PublishedNumbers>> = {
  resnet50d: { parameters: 25_576_264, macs: 4_328_824_832 },
  seresnet50: { parameters: 28_088_024, macs: 4_091_699_200, depth: 50 },
  seresnext50_32x4d: { parameters: 27_559_896, macs: 4_232_994_816, depth: 50 },
  preact_resnet50: { parameters: 25_549_352, macs: 4_089_184_256, depth: 50 },
};

export const publishedNumbers: Readonly<Record<string, PublishedNumbers>> = {
  ...torchvision,
  ...he2015,
  ...cifar,
  ...keras,
  ...timm,
};
