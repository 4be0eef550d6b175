"""Where a training step's time goes: each operator by itself, on the step's shapes, summed by kind. One JSON line.

With PyTorch's own release it tells the peer's side, with the release whose libtorch Retort loads (2.7.1) Retort's: both compute
a step with the same operators. What the kinds do not sum up to is dispatch, autograd, loss, optimizer and the waits between
operators. A profiler would tell the same, but it keeps memory from being used again and so changes what it measures.
    python benchmarks/peers/operators.py --net resnet20 --batch 128
"""
import argparse
import collections
import json
import statistics
import time

import torch
from torch import nn

from engine import network, step_work

aten = torch.ops.aten
REPEATS = 11


def milliseconds(call):
    for _ in range(3):
        call()
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return 1e3 * statistics.median(seconds)


def activation(shape):
    return torch.randn(shape).bfloat16().to(memory_format=torch.channels_last)


def convolution(layer, shape, first):
    x, weight = activation(shape), layer.weight.detach().bfloat16().to(memory_format=torch.channels_last)
    stride, padding = list(layer.stride), list(layer.padding)
    forward = lambda: aten.convolution(x, weight, None, stride, padding, [1, 1], False, [0, 0], 1)
    gradient = activation(forward().shape)
    backward = lambda *wanted: aten.convolution_backward(
        gradient, x, weight, None, stride, padding, [1, 1], False, [0, 0], 1, [*wanted, False]
    )
    yield "convolution", milliseconds(forward)
    yield "weight gradient", milliseconds(lambda: backward(False, True))
    if not first:
        yield "data gradient", milliseconds(lambda: backward(True, False))


def batch_norm(shape):
    x, gradient, ones, zeros = activation(shape), activation(shape), torch.ones(shape[1]), torch.zeros(shape[1])
    forward = lambda: torch.native_batch_norm(x, ones, zeros, None, None, True, 0.1, 1e-5)
    _, mean, deviation = forward()
    yield "batch norm", milliseconds(forward)
    yield "batch norm, backward", milliseconds(
        lambda: aten.native_batch_norm_backward(gradient, x, ones, None, None, mean, deviation, True, 1e-5, [True, True, True])
    )


def relu(shape):
    x, gradient = activation(shape), activation(shape)
    yield "relu", milliseconds(lambda: torch.relu_(x))
    yield "relu, backward", milliseconds(lambda: aten.threshold_backward(gradient, x, 0))


def add(shape):
    x, y = activation(shape), activation(shape)
    yield "sums, both ways", 2 * milliseconds(lambda: x.add_(y))


def layers(net, batch):
    """(layer, shape of its input) in the order of the forward pass; a block is the sum at its end."""
    seen = []
    for module in net.modules():
        if isinstance(module, (nn.Conv2d, nn.BatchNorm2d, nn.ReLU)) or hasattr(module, "projection"):
            module.register_forward_hook(
                lambda layer, inputs, output: seen.append((layer, tuple((output if hasattr(layer, "projection") else inputs[0]).shape)))
            )
    with torch.no_grad():
        net(torch.zeros(batch, 3, 32, 32))
    return seen


def times(net, batch):
    sums, known = collections.Counter(), {}
    for index, (layer, shape) in enumerate(layers(net, batch)):
        key = (type(layer), shape, getattr(layer, "kernel_size", None), getattr(layer, "stride", None), getattr(layer, "out_channels", None))
        if key not in known:
            if isinstance(layer, nn.Conv2d):
                known[key] = list(convolution(layer, shape, first=index == 0))
            elif isinstance(layer, nn.BatchNorm2d):
                known[key] = list(batch_norm(shape))
            elif isinstance(layer, nn.ReLU):
                known[key] = list(relu(shape))
            else:
                known[key] = [*add(shape), *relu(shape)]
        for kind, ms in known[key]:
            sums[kind] += ms
    return sums


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--net", default="resnet20")
    parser.add_argument("--batch", type=int, default=128)
    arguments = parser.parse_args()
    net = network(arguments.net).to(memory_format=torch.channels_last)
    step = step_work(net, arguments.batch, "eager", "cpu")
    whole = milliseconds(step)
    with torch.no_grad():
        sums = times(network(arguments.net), arguments.batch)
    print(json.dumps({
        "torch": torch.__version__,
        "net": arguments.net,
        "batch": arguments.batch,
        "threads": torch.get_num_threads(),
        "wholeStepMs": round(whole, 1),
        **{kind: round(ms, 1) for kind, ms in sums.items()},
        "restMs": round(whole - sum(sums.values()), 1),
    }))


if __name__ == "__main__":
    main()
