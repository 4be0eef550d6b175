"""The usual loop in tuned PyTorch: the teacher runs inside every step of the student. One JSON line.

bf16, channels_last, data in memory, flipped and cropped by a vectorised gather: no decoding, no data loader. The teacher is
frozen TorchScript in inference mode.
"""
import argparse
import json
import statistics
import time

import torch
from torch.nn import functional as F

from engine import network


def views(images, generator):
    """Random flips and crops out of a border of 4, as one gather."""
    count = images.shape[0]
    padded = F.pad(images, (4, 4, 4, 4), mode="reflect")
    top = torch.randint(0, 9, (count, 1), generator=generator)
    left = torch.randint(0, 9, (count, 1), generator=generator)
    flip = torch.rand(count, 1, generator=generator) < 0.5
    columns = torch.arange(32).expand(count, 32)
    columns = torch.where(flip, columns.flip(1), columns) + left
    rows = torch.arange(32).expand(count, 32) + top
    index = torch.arange(count)[:, None, None]
    return padded.permute(0, 2, 3, 1)[index, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--teacher", default="resnet50")
    parser.add_argument("--student", default="resnet20")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warm-up", type=int, default=3)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    example = torch.randn(arguments.batch, 3, 32, 32, dtype=torch.bfloat16).to(memory_format=torch.channels_last)
    teacher = network(arguments.teacher).eval().to(torch.bfloat16).to(memory_format=torch.channels_last)
    teacher = torch.jit.freeze(torch.jit.trace(teacher, example))
    student = network(arguments.student).train().to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(student.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4, fused=True)
    images = torch.rand(4096, 3, 32, 32)
    labels = torch.randint(0, 10, (4096,))
    temperature = 4.0

    def step():
        chosen = torch.randint(0, len(images), (arguments.batch,), generator=generator)
        batch = views(images[chosen], generator).contiguous(memory_format=torch.channels_last)
        with torch.inference_mode():
            soft = F.log_softmax(teacher(batch.to(torch.bfloat16)).float() / temperature, 1)
        soft = soft.clone()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = student(batch)
        logits = logits.float()
        kd = F.kl_div(F.log_softmax(logits / temperature, 1), soft, reduction="batchmean", log_target=True)
        loss = 0.1 * F.cross_entropy(logits, labels[chosen]) + 0.9 * temperature**2 * kd
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(arguments.warm_up):
        step()
    seconds = []
    for _ in range(arguments.steps):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    print(json.dumps({
        "side": "pytorch " + torch.__version__ + ", teacher in every step",
        "teacher": arguments.teacher,
        "student": arguments.student,
        "batch": arguments.batch,
        "threads": torch.get_num_threads(),
        "n": len(seconds),
        "medianMs": round(1e3 * median, 2),
        "imagesPerSecond": round(arguments.batch / median, 1),
    }))


if __name__ == "__main__":
    main()
