/** What does not show itself, ends a line for some programs, or turns the text around it (UAX #9), and the byte order mark. */
export const invisible = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Half of a surrogate pair, which no file of UTF-8 can hold. */
export const halfPair = /\p{Cs}/gu;
