"""Asks a running gateway with Triton's gRPC client: pip install 'tritonclient[grpc]', then python docs/triton_grpc_client.py"""

import queue
import sys

import numpy as np
import tritonclient.grpc as grpc

gateway = grpc.InferenceServerClient(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8080")
print("live", gateway.is_server_live(), "ready", gateway.is_server_ready())
print(gateway.get_server_metadata(as_json=True))

model = gateway.get_model_metadata("champion", as_json=True)
version = model["versions"][0]
shape = [2] + [int(size) for size in model["inputs"][0]["shape"][1:]]
print(model["name"], version[:12], model["inputs"], model["outputs"])
assert gateway.is_model_ready("champion", version) and not gateway.is_model_ready("loser")

pixels = np.random.default_rng(1).random(shape, dtype=np.float32)
image = grpc.InferInput("input", shape, "FP32").set_data_from_numpy(pixels)


def ask(**options):
    return gateway.infer("champion", [image], request_id="7", **options)


answer = ask(timeout=1_000_000, client_timeout=5)
logits = answer.as_numpy("logits")
print("logits", logits.shape, "id", answer.get_response().id)
likeliest = [grpc.InferRequestedOutput("logits", class_count=2)]
print("classes", ask(outputs=likeliest).as_numpy("logits").tolist())

for packed in ("gzip", "deflate"):
    assert np.allclose(logits, ask(compression_algorithm=packed, model_version=version).as_numpy("logits"), atol=1e-4)

answers = queue.Queue()
for _ in range(8):
    gateway.async_infer("champion", [image], lambda result, error: answers.put(error or result))
assert all(np.allclose(logits, answers.get().as_numpy("logits"), atol=1e-4) for _ in range(8))

for what, bad in {
    "another input": lambda: gateway.infer("champion", [grpc.InferInput("image", shape, "FP32").set_data_from_numpy(pixels)]),
    "another model": lambda: gateway.infer("loser", [image]),
    "no time": lambda: ask(timeout=1),
}.items():
    try:
        bad()
    except grpc.InferenceServerException as refused:
        print(f"{what}:", refused.status(), refused.message())
