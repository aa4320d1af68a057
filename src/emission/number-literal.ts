/** The shortest text that is exactly this number, as JavaScript and Python read it: 0.9, 1e-5. */
export function numberLiteral(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return (small ? value.toExponential() : String(value)).replace('e+', 'e');
}
