/** The first key that an object of this JSON text has twice. `text` is valid JSON, which JSON.parse would read in silence. */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // undefined for arrays
  let isKey = false;
  for (let offset = 0; offset < text.length; offset++) {
    switch (text[offset]) {
      case '{':
        open.push(new Set());
        isKey = true;
        break;
      case '[':
        open.push(undefined);
        isKey = false;
        break;
      case '}':
      case ']':
        open.pop();
        isKey = false;
        break;
      case ',':
        isKey = open.at(-1) !== undefined;
        break;
      case '"': {
        const start = offset++;
        while (text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
        if (!isKey) break;
        isKey = false;
        const key = JSON.parse(text.slice(start, offset + 1)) as string;
        const keys = open.at(-1);
        if (keys?.has(key)) return key;
        keys?.add(key);
      }
    }
  }
  return undefined;
}
