"""The engine's work in tuned PyTorch: bf16 autocast, channels_last, data in memory. One JSON line.

A step is forward, distillation loss, backward and SGD with Nesterov momentum, the network compiled with --form compiled; a
labelled batch is a forward pass in inference mode, in the fastest of eager, frozen TorchScript and torch.compile (--form). On
a GPU where there is one; pixels are copied to it in each step, as Retort does.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


def convolution(inputs, outputs, kernel, stride=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)


class Block(nn.Module):
    """Basic (two 3x3) or bottleneck (1x1, 3x3, 1x1) with a projection where shapes change."""

    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        outputs = 4 * width if bottleneck else width
        plan = [(1, width, 1), (3, width, stride), (1, outputs, 1)] if bottleneck else [(3, width, stride), (3, width, 1)]
        layers = []
        last = inputs
        for kernel, channels, step in plan:
            layers += [convolution(last, channels, kernel, step), nn.BatchNorm2d(channels), nn.ReLU(inplace=True)]
            last = channels
        self.body = nn.Sequential(*layers[:-1])
        same = stride == 1 and inputs == outputs
        self.projection = nn.Identity() if same else nn.Sequential(convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.projection(x), inplace=True)


def network(name, classes=10):
    depth = int(name.removeprefix("resnet"))
    large = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3)}
    if depth in large:  # asked first: 50 is 6n + 2 as well
        widths, blocks, bottleneck = (64, 128, 256, 512), large[depth], depth >= 50
    else:  # the CIFAR family: three stages of n blocks
        widths, blocks, bottleneck = (16, 32, 64), [(depth - 2) // 6] * 3, False
    layers = [convolution(3, widths[0], 3), nn.BatchNorm2d(widths[0]), nn.ReLU(inplace=True)]
    channels = widths[0]
    for stage, (width, count) in enumerate(zip(widths, blocks)):
        for block in range(count):
            layers.append(Block(channels, width, 2 if stage > 0 and block == 0 else 1, bottleneck))
            channels = 4 * width if bottleneck else width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def batches(batch, device, dtype):
    """Makes the network's input: on the CPU once and for all, on the GPU from pixels that are copied to it each time."""
    images = torch.randn(batch, 3, 32, 32).to(dtype).contiguous(memory_format=torch.channels_last)
    pixels = torch.randint(0, 256, (batch, 3, 32, 32), dtype=torch.uint8)

    def copied():
        return pixels.to(device).to(dtype).div_(255).contiguous(memory_format=torch.channels_last)

    return copied if device == "cuda" else lambda: images


def step_work(net, batch, form, device):
    net.train()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4, fused=True)
    images = batches(batch, device, torch.float32)
    labels = torch.randint(0, 10, (batch,))
    teacher = torch.randn(batch, 10)
    temperature = 4.0
    forward = torch.compile(net) if form == "compiled" else net

    def work():
        with torch.autocast(device, dtype=torch.bfloat16):
            logits = forward(images())
        logits = logits.float()
        soft = F.kl_div(
            F.log_softmax(logits / temperature, 1), F.log_softmax(teacher.to(device) / temperature, 1), reduction="batchmean", log_target=True
        )
        loss = 0.1 * F.cross_entropy(logits, labels.to(device)) + 0.9 * temperature**2 * soft
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()

    return work


def label_work(net, batch, form, device):
    net = net.eval().to(torch.bfloat16)
    images = batches(batch, device, torch.bfloat16)
    if form == "frozen":
        net = torch.jit.freeze(torch.jit.trace(net, images()))
    elif form == "compiled":
        net = torch.compile(net)

    def work():
        with torch.inference_mode():
            return net(images()).float().cpu().sum().item()

    return work


def resident(key):
    """VmRSS (now) or VmHWM (the greatest so far) of this process in MiB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith(key + ":"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", default="step", choices=["step", "label"])
    parser.add_argument("--net", default="resnet20")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warm-up", type=int, default=5)
    parser.add_argument("--form", choices=["eager", "frozen", "compiled"], help="eager for steps, frozen for labels")
    arguments, _ = parser.parse_known_args()
    torch.manual_seed(0)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net = network(arguments.net).to(device).to(memory_format=torch.channels_last)
    make, usual = (step_work, "eager") if arguments.work == "step" else (label_work, "frozen")
    form = arguments.form or usual
    work = make(net, arguments.batch, form, device)
    for _ in range(arguments.warm_up):
        work()
    resident_after_warm_up = resident("VmRSS")
    seconds = []
    for _ in range(arguments.steps):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    print(json.dumps({
        "side": "pytorch " + torch.__version__,
        "work": arguments.work,
        "form": form,
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
        "net": arguments.net,
        "batch": arguments.batch,
        "threads": torch.get_num_threads(),
        "n": len(seconds),
        "medianMs": round(1e3 * median, 2),
        "imagesPerSecond": round(arguments.batch / median, 1),
        "residentAfterWarmUpMb": resident_after_warm_up,
        "residentAtEndMb": resident("VmRSS"),
        "residentMb": resident("VmHWM"),
    }))


if __name__ == "__main__":
    main()
