/** A step that classes cannot say in the structure at hand: another structure has to be tried. */
export class Inexpressible extends Error {}
