-- One image of 32 x 32 in the safetensors format, the answer in that as well: what the gateway sends to DJL Serving.
local json = '{"input":{"dtype":"F32","shape":[1,3,32,32],"data_offsets":[0,12288]}} '
json = json .. string.rep(' ', -#json % 8)
-- 0.5 as a little-endian float.
local half = string.char(0, 0, 0, 63)

wrk.method = "POST"
wrk.body = string.char(#json, 0, 0, 0, 0, 0, 0, 0) .. json .. string.rep(half, 3 * 32 * 32)
wrk.headers["Content-Type"] = "tensor/safetensors"
wrk.headers["Accept"] = "tensor/safetensors"
