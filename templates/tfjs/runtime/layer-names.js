/** TensorFlow.js takes no layer whose name begins with `_`; no path has a `/`. */
export const layerName = (path) => (path.startsWith('_') ? `at/${path}` : path);

/** The path that a layer was named by. */
export const pathOf = (layer) => layer.name.replace(/^at\//, '');
