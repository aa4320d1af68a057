/** The first key that an object of this JSON text has twice. `text` is valid JSON, which JSON.parse would read in silence. */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // the keys of each object; undefined for a list
  let isKey = true;
  for (let offset = 0; offset < text.length; offset++) {
    switch (text[offset]) {
      case '{':
        open.push(new Set());
        isKey = true;
        break;
      case '[':
        open.push(undefined);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        isKey = true;
        break;
      case ':':
        isKey = false;
        break;
      case '"': {
        const start = offset++;
        while (text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
        const keys = open.at(-1);
        if (!isKey || keys === undefined) break;
        const key = JSON.parse(text.slice(start, offset + 1)) as string;
        if (keys.has(key)) return key;
        keys.add(key);
      }
    }
  }
  return undefined;
}
