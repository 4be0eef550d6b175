"""ONNX Runtime alone on CIFAR-10's test images, prepared as floats: the bar for scoring. One JSON line.

The batch size is the fastest of several, tried on the first images; then all are run with it.
"""
import argparse
import json
import os
import pathlib
import time

import numpy as np
import onnxruntime as ort

BATCHES = (8, 16, 32, 64, 128, 256)
TRIED = 256


def images(directory, count):
    folder = pathlib.Path(directory)
    batches = folder / "cifar-10-batches-bin"
    file = (batches if batches.exists() else folder) / "test_batch.bin"
    rows = np.frombuffer(file.read_bytes(), np.uint8).reshape(-1, 3073)[:count]
    return (rows[:, 1:].reshape(-1, 3, 32, 32) / np.float32(255)).astype(np.float32)


def seconds(session, pixels, batch):
    name = session.get_inputs()[0].name
    start = time.perf_counter()
    for first in range(0, len(pixels), batch):
        session.run(None, {name: pixels[first : first + batch]})
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--artefact", required=True)
    parser.add_argument("--cifar", required=True)
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--batch", type=int, help="instead of the fastest of several")
    arguments, _ = parser.parse_known_args()
    options = ort.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    session = ort.InferenceSession(arguments.artefact, options, providers=["CPUExecutionProvider"])
    pixels = images(arguments.cifar, arguments.images)
    seconds(session, pixels[:64], 64)
    best = arguments.batch or min(BATCHES, key=lambda batch: seconds(session, pixels[:TRIED], batch))
    cpu = time.process_time()
    taken = seconds(session, pixels, best)
    cpu = time.process_time() - cpu
    print(json.dumps({
        "side": "onnxruntime " + ort.__version__,
        "batch": best,
        "threads": arguments.threads,
        "images": len(pixels),
        "seconds": round(taken, 3),
        "imagesPerSecond": round(len(pixels) / taken, 1),
        "cpuMillisecondsPerImage": round(1e3 * cpu / len(pixels), 2),
    }))


main()
