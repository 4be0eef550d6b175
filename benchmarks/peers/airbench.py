"""Jordan's airbench94_muon (2024), which experiments/airbench.yaml follows, on the CPU, in tuned PyTorch.

bf16 convolutions and fp32 weights by autocast, channels_last, images in memory; without test-time augmentation. What it does
as airbench and Retort does otherwise: batches are of 2,000 images (Retort: 1,500, at lower rates), the weights of the last step
are scored (Retort: averages), the whitening layer has a bias, which learns for three epochs (Retort: none), the head has a rate
of its own (Retort scales logits instead). Both mirror each image in every other epoch.
One JSON line: seconds are those of training, from random weights to the last step.
"""
import argparse
import json
import math
import pathlib
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

MEAN = torch.tensor((0.4914, 0.4822, 0.4465)).view(1, 3, 1, 1)
DEVIATION = torch.tensor((0.2470, 0.2435, 0.2616)).view(1, 3, 1, 1)
BATCH = 2000
DECAY = 2e-6 * BATCH


def images(directory, names):
    folder = next(path for path in [directory, *directory.iterdir()] if (path / names[0]).is_file())
    records = np.concatenate([np.fromfile(folder / name, np.uint8).reshape(-1, 3073) for name in names])
    pixels = torch.from_numpy(records[:, 1:].reshape(-1, 3, 32, 32).astype(np.float32) / 255)
    return (pixels - MEAN) / DEVIATION, torch.from_numpy(records[:, 0].astype(np.int64))


def whitening(pixels):
    patches = pixels.unfold(2, 2, 1).unfold(3, 2, 1).permute(0, 2, 3, 1, 4, 5).reshape(-1, 12)
    values, vectors = torch.linalg.eigh(patches.T @ patches / len(patches))
    filters = (vectors.T / torch.sqrt(values[:, None] + 5e-4)).reshape(12, 3, 2, 2)
    return torch.cat([filters, -filters])


def norm(channels):
    layer = nn.BatchNorm2d(channels, eps=1e-12, momentum=0.4)
    layer.weight.requires_grad = False
    return layer


def convolution(inputs, outputs):
    layer = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
    nn.init.dirac_(layer.weight.data[:inputs])
    return layer


def block(inputs, outputs):
    return [
        convolution(inputs, outputs), nn.MaxPool2d(2), norm(outputs), nn.GELU(),
        convolution(outputs, outputs), norm(outputs), nn.GELU(),
    ]


class Net(nn.Module):
    def __init__(self, whitened):
        super().__init__()
        self.whiten = nn.Conv2d(3, 24, 2)
        self.whiten.weight.data = whitened
        self.whiten.weight.requires_grad = False
        self.body = nn.Sequential(nn.GELU(), *block(24, 64), *block(64, 256), *block(256, 256), nn.MaxPool2d(3), nn.Flatten())
        self.head = nn.Linear(256, 10, bias=False)
        self.head.weight.data /= self.head.weight.data.std()

    def forward(self, x):
        return self.head(self.body(self.whiten(x))) / 256


def orthogonal(gradient, iterations=3):
    x = (gradient / (gradient.norm() + 1e-7)).bfloat16()
    tall = x.size(0) > x.size(1)
    x = x.T if tall else x
    for _ in range(iterations):
        a = x @ x.T
        x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
    return (x.T if tall else x).float()


class Muon:
    def __init__(self, parameters, rate=0.24, momentum=0.6):
        self.parameters, self.rate, self.momentum = parameters, rate, momentum
        self.buffers = [torch.zeros_like(parameter) for parameter in parameters]

    @torch.no_grad()
    def step(self, share):
        for parameter, buffer in zip(self.parameters, self.buffers):
            buffer.mul_(self.momentum).add_(parameter.grad)
            direction = parameter.grad.add(buffer, alpha=self.momentum)
            parameter.mul_(len(parameter) ** 0.5 / parameter.norm())
            update = orthogonal(direction.reshape(len(direction), -1)).view_as(parameter)
            parameter.add_(update, alpha=-self.rate * share)
            parameter.grad = None


def epoch_of(padded, first_mirrored, epoch):
    """Every image at a random place of its padded form, mirrored in every other epoch."""
    count = len(padded)
    shifts = torch.randint(0, 5, (count, 2))
    out = torch.empty(count, 3, 32, 32)
    for down in range(5):
        for right in range(5):
            chosen = (shifts[:, 0] == down) & (shifts[:, 1] == right)
            out[chosen] = padded[chosen, :, down : down + 32, right : right + 32]
    mirrored = first_mirrored ^ (epoch % 2 == 1)
    out[mirrored] = out[mirrored].flip(-1)
    return out


def accuracy(net, pixels, labels):
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        right = sum((net(x).argmax(1) == y).sum().item() for x, y in zip(pixels.split(BATCH), labels.split(BATCH)))
    return right / len(labels)


def train(net, pixels, labels, epochs):
    filters = [p for p in net.parameters() if p.dim() == 4 and p.requires_grad]
    biases = [p for name, p in net.named_parameters() if p.requires_grad and name.startswith("body") and p.dim() == 1]
    groups = [(0.053, [net.whiten.bias]), (0.053, biases), (0.67, [net.head.weight])]
    sgd = torch.optim.SGD(
        [{"params": p, "lr": rate, "weight_decay": DECAY / rate, "first": rate} for rate, p in groups], lr=0.1, momentum=0.85, nesterov=True
    )
    muon = Muon(filters)
    per_epoch = len(pixels) // BATCH
    steps, whitening_steps = epochs * per_epoch, math.ceil(3 / 8 * epochs * per_epoch)
    padded = F.pad(pixels, (2,) * 4, "reflect")
    first_mirrored = torch.rand(len(pixels)) < 0.5
    net.train()
    for step in range(steps):
        if step % per_epoch == 0:
            views, order = epoch_of(padded, first_mirrored, step // per_epoch), torch.randperm(len(pixels))
        chosen = order[step % per_epoch * BATCH :][:BATCH]
        batch = views[chosen].to(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(batch)
        F.cross_entropy(logits.float(), labels[chosen], label_smoothing=0.2, reduction="sum").backward()
        for index, group in enumerate(sgd.param_groups):
            group["lr"] = group["first"] * max(0, 1 - step / (whitening_steps if index == 0 else steps))
        net.whiten.bias.requires_grad = step + 1 < whitening_steps
        sgd.step()
        muon.step(1 - step / steps)
        sgd.zero_grad(set_to_none=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dataset", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--train-images", type=int, default=50000)
    parser.add_argument("--seed", type=int, default=1)
    arguments, _ = parser.parse_known_args()
    torch.manual_seed(arguments.seed)
    pixels, labels = images(arguments.dataset, [f"data_batch_{n}.bin" for n in range(1, 6)])
    test = images(arguments.dataset, ["test_batch.bin"])
    pixels, labels = pixels[: arguments.train_images], labels[: arguments.train_images]
    start = time.perf_counter()
    net = Net(whitening(pixels[:5000])).to(memory_format=torch.channels_last)
    train(net, pixels, labels, arguments.epochs)
    seconds = time.perf_counter() - start
    print(json.dumps({
        "side": "pytorch " + torch.__version__,
        "net": "airbench",
        "threads": torch.get_num_threads(),
        "trainImages": len(pixels),
        "epochs": arguments.epochs,
        "seconds": round(seconds, 1),
        "testAccuracy": accuracy(net, *test),
    }))


if __name__ == "__main__":
    main()
