"""What Python's own parser and tokenizer make of programs: a JSON list of texts in, for each {shape, strings, comments} out.

The shape is the tree without docstrings (what says nothing has none), strings and places.
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
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False) is not None:
            strings.append(node.body.pop(0).value.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.append(node.value)
            node.value = ""
    tokens = tokenize.tokenize(io.BytesIO(text.encode()).readline)
    comments = [token.string[1:].strip() for token in tokens if token.type == tokenize.COMMENT]
    return {"shape": ast.dump(tree), "strings": strings, "comments": "\n".join(comments)}


print(json.dumps([read(text) for text in json.load(sys.stdin)]))
