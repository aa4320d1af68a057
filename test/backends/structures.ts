/** Networks whose structure is hard to write as functions or classes: what the bundled specs do not have. */
export const structures: Readonly<Record<string, string>> = {
  'a stage inside a block': `
    block basic(width: int, stride: int = 1) {
      residual { conv1: conv 3x3, width, stride stride; bn1: batchnorm; relu; conv2: conv 3x3, width; bn2: batchnorm } shortcut projection as down
      relu
    }
    block level(width: int, count: int = 2, stride: int = 1) {
      blocks: stage count x basic(width), stride stride
      tail: conv 1x1, in.channels + 2
    }
    network case { input 3 x 13 x 9; a: level(4); b: level(6, count = 3, stride = 2); avgpool global; fc: linear 5 }`,
  'channels that grow in a block': `
    block layer(growth: int) { branches concat { path {}; path { conv: conv 3x3, growth; relu } } }
    block dense(count: int, growth: int) { {index}: stage count x layer(growth); norm: batchnorm }
    network case { input 3 x 7 x 6; one: dense(2, 3); two: dense(3, 2); last: conv 1x1, 4 }`,
  'a repeat in a block, labelled and numbered': `
    block tower(n: int, width: int) { body: repeat i in n { conv: conv 3x3, width; norm: batchnorm; relu } ; end: conv 1x1, 3 }
    network case { input 2 x 7 x 6; a: tower(2, 4); b: tower(3, 5) }`,
  'a repeat of gates': `
    network case { input 4 x 7 x 6
      se: repeat i in 3 { conv: conv 3x3, 4; g: gate { avgpool global; fc: conv 1x1, 4, bias; sigmoid } }
      avgpool global; fc: linear 3 }`,
  'a repeat with numbers in its labels': `
    network case { input 3 x 7 x 6; repeat i in 3 { conv{i + 1}: conv 3x3, 4 + i; bn{i + 1}: batchnorm; relu }; fc: linear 3 }`,
  'a branch that changes the channels': `
    block maybe(width: int, wide: bool = false) { if wide { pre: conv 1x1, width * 2; relu }; conv: conv 3x3, width; bn: batchnorm }
    network case { input 3 x 7 x 6; a: maybe(4); b: maybe(5, wide = true); c: maybe(4) }`,
  'a branch with a value of its own': `
    block maybe(width: int, wide: bool = false) { start: conv 3x3, width; if wide { relu; add start }; conv: conv 3x3, width }
    network case { input 3 x 7 x 6; a: maybe(4); b: maybe(4, wide = true) }`,
  'ways of other channels before a named value': `
    block maybe(width: int, wide: bool = false) { if wide { c: conv 1x1, width * 2 } else { c: conv 1x1, width }; d: conv 3x3, width; e: relu; add d }
    network case { input 3 x 7 x 6; a: maybe(4); b: maybe(5, wide = true) }`,
  'names that Python or PyTorch keep': `
    block lambda(forward: int, self: int = 3, y: int = 1) {
      class: conv 1x1, forward; type: batchnorm; relu; forward: conv self x self, forward + y; half: batchnorm
    }
    network case { input 3 x 7 x 6; import: lambda(4); train: lambda(5, self = 1); to: { 0: conv 1x1, 4; relu; keys: conv 1x1, 3 }; _: conv 1x1, 4; print: relu; fc: linear 3 }`,
  'parameters called like variables of the constructor': `
    block b(in_channels: int, module: int = 2, layers: int = 1, out_channels: int = 3, channels: int = 4) {
      residual { c1: conv 3x3, in_channels * module; c2: conv 3x3, in.channels * layers + 0 * out_channels; c3: conv 1x1, in_channels } shortcut projection as down
      d: conv 1x1, channels
    }
    network case { input 3 x 7 x 6; a: b(4); c: b(5, module = 1, channels = 5) }`,
  'vectors between blocks': `
    block dense(units: int, drop: float = 0.0) { fc: linear units; bn: batchnorm; relu; dropout drop }
    network case { input 3 x 4 x 5; c: conv 3x3, 4; one: dense(8); two: dense(6, drop = 0.5); s: sigmoid; gate { fc: linear 6; sigmoid }; last: linear 2 }`,
  'a vector that becomes a map again': `
    network case { input 4 x 3 x 5; g: avgpool global; fc: linear 6; relu; conv: conv 1x1, 4; m: sigmoid; from g; multiply m; fl: flatten; c: conv 1x1, 3; softmax }`,
  'a flat branch beside a map': `
    network case { input 4 x 1 x 1; a: linear 4; b: relu; branches concat { path { f: flatten }; path { c: conv 1x1, 3 } } ; l: layernorm; n: groupnorm 7 }`,
  'linear layers over maps in a block': `
    block top(units: int) { fc: linear units; relu }
    network case { input 3 x 4 x 5; branches concat { a: path { h: top(3) }; b: path { maxpool 2x2; h: top(2) } }; last: linear 2 }`,
  'TensorFlow’s padding, of sizes that follow from the input': `
    block down(width: int, stride: int = 1) { conv: conv 3x3, width, stride stride, pad same; bn: batchnorm; relu; maxpool 3x3, stride 2, pad same }
    network case { input 3 x 23 x 18; a: down(4, stride = 2); b: down(5); avgpool 2x2, pad same }`,
  'pads that follow from the input': `
    block odd(width: int) { conv: conv 3x3, width, stride 2, pad (0, in.height % 2, 1, 1 + in.width % 2); let p = in.width % 3; avgpool 3x3, stride 2, pad (p, 1, 0, p) }
    network case { input 3 x 23 x 18; a: odd(4); b: odd(5) }`,
  'a shortcut of its own that pools': `
    block b(width: int, stride: int = 1) {
      residual { a: conv 3x3, width, stride stride; n: batchnorm } shortcut projection {
        if join.stride > 1 { avgpool 2x2, stride join.stride, pad (0, in.height % 2, 0, in.width % 2), exclude_pad }
        1: conv 1x1, join.channels
      } as skip
    }
    network case { input 3 x 11 x 10; one: b(4); two: b(4); three: b(6, stride = 2) }`,
  'shortcuts without a label': `
    block b(width: int, stride: int = 1) { residual { a: conv 3x3, width, stride stride; n: batchnorm } shortcut projection { p: conv 1x1, width, stride stride }; relu }
    network case { input 3 x 11 x 10; one: b(4); two: b(4); three: b(6, stride = 2) }`,
  'option A, all in front or half': `
    block b(width: int, stride: int = 1) { residual { a: conv 3x3, width, stride stride } shortcut zero_pad; relu }
    block c(width: int, stride: int = 1) { residual { a: conv 3x3, width, stride stride } shortcut zero_pad split; relu }
    network case { input 3 x 11 x 10; one: b(4); two: b(4); three: b(6, stride = 2); four: c(9, stride = 2); five: c(9) }`,
  'a residual in a group in a residual': `
    network case { input 4 x 7 x 6
      outer: residual { body: { in: conv 3x3, 4; residual { conv: conv 3x3, 4; relu } shortcut identity; out: conv 1x1, 4 } } shortcut identity
      fc: linear 3 }`,
  'layer scales in groups and in loops': `
    network case { input 4 x 7 x 6; g: { 0: conv 1x1, 4; 1: layer_scale 0.5; 2: relu }; repeat i in 2 { s{i}: layer_scale 0.3; c{i}: conv 1x1, 4 }; half: layer_scale }`,
  'values used far away': `
    network case { p: input 3 x 8 x 6; y: conv 3x3, 4; self: relu; z: conv 3x3, 4; add y, self; from p; w: conv 1x1, 4; concat z, y; maxpool 2x2 }`,
  'division and floats': `
    block b(width: int, ratio: float = 0.5, drop: float = 0.1) { c: conv 1x1, round_to(width * ratio * 3, 4); d: conv 1x1, width / 2; e: conv 1x1, max(width//3, 2) % 5 + 1; drop_path drop * 2 }
    network case { input 3 x 5 x 4; a: b(8); b: b(12, ratio = 1.5, drop = 0.2) }`,
  'a stage whose last block differs': `
    block b(width: int, stride: int = 1) { residual { a: conv 3x3, width, stride stride } shortcut projection as p; relu }
    block outer(n: int) { s: stage n x b(4), stride 2 on last }
    network case { input 3 x 13 x 12; one: stage 3 x b(4), stride 2 on last; two: outer(2); three: outer(3) }`,
  'dilation and pads by parameters': `
    block b(k: int, d: int = 1) { c: conv k x k, 4, dilation d; m: maxpool k x k, stride 1; conv2: conv k x 1, 3 }
    network case { input 3 x 15 x 14; a: b(3); b: b(5, d = 2); c: b(1) }`,
  'labels that only numbers tell apart': `
    network case { input 3 x 9 x 8; 7: conv 1x1, 3; stem { 8: batchnorm }; 1: { 0: { 0: conv 1x1, 2 } }; 2: stage 2 x inner(3) }
    block inner(w: int) { 5: conv 3x3, w; 0: batchnorm; relu }`,
  'a stage without a label': `
    block inner(w: int) { c: conv 3x3, w; relu }
    network case { input 3 x 9 x 8; stage 2 x inner(3); stage 1 x inner(4); repeat i in 2 { c{i}: conv 1x1, 4 } }`,
  'initialisers of several kinds': `
    network case { input 3 x 9 x 8; a: conv 3x3, 64, init glorot_uniform; b: conv 3x3, 64; bn: batchnorm init zeros; c: conv 3x3, 64, bias, init zeros; d: linear 40, init lecun_normal; relu; e: linear 30 }`,
  'a call that only later instances take': `
    block inner(w: int) { c: conv 1x1, w; relu }
    block outer(w: int, deep: bool = false) { s: conv 1x1, w; if deep { i: inner(w) } }
    network case { input 3 x 3 x 4; a: outer(4); b: outer(4, deep = true) }`,
  'a let in a labelled group in a group': `
    block b(width: int, n: int = 2) { g: { 0: conv 1x1, 4; h: { let w = width * 2 + 1; repeat i in n { 5{i}: conv 1x1, w }; 7: relu } } }
    network case { input 3 x 5 x 4; a: b(2); c: b(3, n = 3) }`,
  'functions of one number, and blocks compared': `
    block unit(w: int) { c: conv 1x1, sum(in.channels * w) + min(w - 1) }
    block outer(u: block, w: int) { a: u(w); b: conv max(w) x 1, 3, pad 0, bias u == unit; add b, b; n: linear w, bias u != unit }
    network case { input 2 x 5 x 4; one: outer(unit, 2); two: outer(unit, 1) }`,
  'labels of statements that make no value': `
    network case { a: input 2 x 5 x 4; c: conv 1x1, 4; relu; b: from c; d: let w = 3; e: repeat i in 0 { relu }; f: branches add { path { tanh } }
      g: if w > 2 { silu }; h: residual { sigmoid } shortcut none; add b, c, d, e; concat f, g, h; last: conv 1x1, w }`,
  'repeats called after their number, and of nothing': `
    network case { input 2 x 5 x 4; one{i}: repeat i in 1 { a: conv 1x1, 3 }; level_{i + 1}: repeat i in 2 { conv 1x1, 3; relu }; repeat i in 2 {}; last: conv 1x1, 2 }`,
  'a mean inside TensorFlow’s padding': `
    network case { input 2 x 5 x 4; avgpool 1x3, stride 1, pad same, exclude_pad; c: conv 1x1, 2 }`,
  'an earlier value as the result': `
    network case { input 2 x 5 x 4; a: conv 1x1, 3; b: conv 1x1, 4; from a }`,
  'a choice by a repeat’s number, without labels': `
    network case { input 2 x 7 x 6; repeat i in 3 { l{i}: conv 1x1, 3; if i < 2 { relu } else { conv 3x3, 4 } }; last: conv 1x1, 2 }`,
  'an argument that follows from the input’s width': `
    block b(w: int) { c: conv 1x1, w, bias w > in.width + 2; d: conv 1x1, w + in.height }
    network case { input 2 x 4 x 3; a: b(7); b: b(5); maxpool 2x2; c: b(4) }`,
  'a linear layer behind a loop': `
    network case { input 2 x 5 x 4; repeat i in 2 { l{i}: conv 1x1, 3 + i; f: flatten; n{i}: linear 4 + i; relu }; last: linear 2 }`,
  'a default that mentions another parameter': `
    block b(w: int, e: int = w * 2) { 0: conv 1x1, e }
    network case { input 2 x 5 x 4; a: b(3); c: b(4, e = 3) }`,
  'a linear layer behind a stride': `
    block b(w: int) { c: conv 1x3, 3, pad same, stride 2; n: linear w }
    network case { input 2 x 6 x 11; a: b(4) }`,
  'a sum inside a product': `
    network case { input 3 x 6 x 5; gate { residual { gate { c: conv 1x1, 3 } } shortcut identity }; d: conv 1x1, 2 }`,
  'a bias that a parameter decides': `
    block b(w: int, biased: bool = false) { c: conv 1x1, w, bias biased; avgpool global; l: linear w, bias biased }
    network case { input 3 x 6 x 5; a: b(4); c: b(5, biased = true) }`,
};
