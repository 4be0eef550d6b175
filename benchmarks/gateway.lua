-- One image of 32 x 32 as a binary tensor, the answer binary as well.
local json = '{"inputs":[{"name":"input","datatype":"FP32","shape":[1,3,32,32],'
  .. '"parameters":{"binary_data_size":12288}}],'
  .. '"outputs":[{"name":"logits","parameters":{"binary_data":true}}]}'
-- 0.5 as a little-endian float.
local half = string.char(0, 0, 0, 63)

wrk.method = "POST"
wrk.body = json .. string.rep(half, 3 * 32 * 32)
wrk.headers["Content-Type"] = "application/octet-stream"
wrk.headers["Inference-Header-Content-Length"] = tostring(#json)
