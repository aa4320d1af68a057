/** Names without their digits' alphabetical order: `layer10` comes after `layer9`. Plain code units, so no locale. */
export function byNaturalOrder<T>(list: readonly T[], nameOf: (item: T) => string): readonly T[] {
  const keyed = list.map((item) => ({
    item,
    key: nameOf(item).replace(/\d+/g, (digits) => digits.padStart(8, '0')),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}
