/** Names that some target, runtime or disk keeps for itself; a `.resnet` file may use each as it likes. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** By who keeps them. */
export const reservedNames: Readonly<Record<string, readonly string[]>> = {
  'JavaScript words': words(`
    arguments async await break case catch class const continue debugger delete do else enum eval export extends false finally
    for function get if implements import in instanceof interface let new null of package private protected public return set
    static super switch target this throw true try typeof undefined var void while with yield NaN Infinity`),
  'JavaScript objects': words(`
    __proto__ constructor toString valueOf hasOwnProperty isPrototypeOf toLocaleString __defineGetter__ __lookupSetter__ then
    length name prototype apply call bind default Math String Number Object Array Map Set Promise Symbol globalThis window
    document process require module exports console Float32Array`),
  'Python words': words(`
    False None True and as assert async await class def del elif except finally from global import in is lambda nonlocal not or
    pass raise return try while with yield match case type print self super cls object int float str bool list tuple dict len
    range sum max min abs isinstance property _ __ __init__ __class__ __dict__ __call__ __name__ __module__ __getattr__`),
  'PyTorch attributes': words(`
    forward train training eval modules parameters buffers children half to type cuda apply state_dict add_module register_buffer
    _modules _parameters _buffers dump_patches T_destination named_parameters zero_grad keys values items pop insert append torch
    nn F Tensor OrderedDict`),
  'WGSL words': words(`
    fn var let const override struct loop switch texture_2d sampler array vec4f mat4x4 f16 f32 u32 i32 bool atomic ptr discard
    fallthrough enable requires diagnostic workgroup storage uniform main shape input output weights bias`),
  'emitted modules': words(`
    tf nn path weights options model inputShape trainable inference loadWeights createInference BATCHNORM roundTo modulo i y
    gate branch1 shortcut channels in_channels out_channels hidden_channels attach child round_to Layer inputs batch runtime page
    picture index kernels plan package README train run_module network_module again`),
  'files and devices': words('CON con nul NUL aux prn COM1 LPT1 node_modules __pycache__ __main__'),
  'plain shapes': ['_', '__', '_1', 'a1', 'A', `long${'x'.repeat(100)}`],
};

/** Names that differ in the file and would be one after a target's spelling, or on a disk that knows no case. */
export const collidingNames: readonly (readonly [string, string])[] = [
  ['a_b', 'aB'],
  ['a_b', 'a__b'],
  ['aB', 'AB'],
  ['Foo', 'foo'],
  ['foo', 'FOO'],
  ['class', 'class_'],
  ['lambda', 'lambda_'],
  ['constructor', 'constructor_'],
  ['__proto__', '__proto___'],
  ['width', 'width2'],
  ['i', 'i2'],
  ['conv0', 'Conv0'],
  ['res_net', 'ResNet'],
  ['wrn_28', 'wrn28'],
  ['_a', 'a'],
  ['a_', 'a'],
];

/** Every name beside one that begins like it, and the pairs. */
export const namePairs: readonly (readonly [string, string])[] = [
  ...new Map(
    Object.values(reservedNames)
      .flat()
      .map((name) => [name, [name, `${name}_b`] as const]),
  ).values(),
  ...collidingNames,
];
