"""Mixed precision: convolutions and products in half the bits, everything else and the weights in float32."""

from __future__ import annotations

from typing import Any

import torch

from .mistakes import Misuse


class Precision:
    """bfloat16 on processors and GPUs; float16 on GPUs, with its gradients scaled up so that they do not vanish."""

    def __init__(self, name: str, device: torch.device) -> None:
        if name == "float16" and device.type != "cuda":
            raise Misuse(
                "--amp float16 needs a CUDA device; --amp bfloat16 runs on processors too"
            )
        if (
            name == "bfloat16"
            and device.type == "cuda"
            and not torch.cuda.is_bf16_supported()
        ):
            raise Misuse(
                "--amp bfloat16: this GPU does not have it; --amp float16 is the other choice"
            )
        self.device = device
        self.dtype = {"bfloat16": torch.bfloat16, "float16": torch.float16}.get(name)
        self.scaler = gradient_scaler(enabled=name == "float16")

    def autocast(self) -> torch.autocast:
        dtype = self.dtype or torch.bfloat16
        return torch.autocast(
            self.device.type, dtype=dtype, enabled=self.dtype is not None
        )


def gradient_scaler(enabled: bool) -> Any:
    """PyTorch 2.3 moved the class, and later releases warn about the old place."""
    scaler = getattr(torch.amp, "GradScaler", None)
    if scaler is not None:
        return scaler("cuda", enabled=enabled)
    return torch.cuda.amp.GradScaler(enabled=enabled)
