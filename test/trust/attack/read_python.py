"""What Python's own parser and tokenizer make of programs: a JSON list of texts in, for each {shape, strings, comments} out.

The shape is the tree without strings and places.
"""

import ast
import io
import json
import sys
import tokenize


def read(text):
    tree = ast.parse(text)
    strings = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.append(node.value)
            node.value = ""
    tokens = tokenize.tokenize(io.BytesIO(text.encode()).readline)
    comments = [token.string[1:].strip() for token in tokens if token.type == tokenize.COMMENT]
    return {"shape": ast.dump(tree), "strings": strings, "comments": "\n".join(comments)}


print(json.dumps([read(text) for text in json.load(sys.stdin)]))
