"""Asks a running gateway with Triton's HTTP client: pip install 'tritonclient[http]', then python docs/triton_client.py"""

import sys

import numpy as np
import tritonclient.http as http

gateway = http.InferenceServerClient(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8080")
print("live", gateway.is_server_live(), "ready", gateway.is_server_ready(), gateway.get_server_metadata())

model = gateway.get_model_metadata("champion")
version = model["versions"][0]
shape = [2] + model["inputs"][0]["shape"][1:]
print(model["name"], version[:12], model["inputs"], model["outputs"])

pixels = np.random.default_rng(1).random(shape, dtype=np.float32)


def ask(binary_input=True, **wanted):
    image = http.InferInput("input", shape, "FP32")
    image.set_data_from_numpy(pixels, binary_data=binary_input)
    output = http.InferRequestedOutput("logits", **wanted)
    return gateway.infer("champion", [image], outputs=[output], request_id="7", timeout=1_000_000)


logits = ask().as_numpy("logits")
print("logits", logits.shape, "id", ask().get_response()["id"])
assert np.array_equal(logits, ask(binary_input=False, binary_data=False).as_numpy("logits"))
print("classes", ask(class_count=2).as_numpy("logits").tolist())

image = http.InferInput("input", shape, "FP32")
image.set_data_from_numpy(pixels)
pinned = gateway.infer("champion", [image], model_version=version, request_compression_algorithm="gzip")
assert np.allclose(logits, pinned.as_numpy("logits"), atol=1e-4)

pending = [gateway.async_infer("champion", [image]) for _ in range(8)]
assert all(np.allclose(logits, answer.get_result().as_numpy("logits"), atol=1e-4) for answer in pending)

try:
    gateway.infer("champion", [http.InferInput("image", shape, "FP32").set_data_from_numpy(pixels)])
except http.InferenceServerException as refused:
    print("refused:", refused.status(), refused.message())
