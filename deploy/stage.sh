#!/bin/sh
# stage.sh TARGET: lays out what Maven has built as the images take it, layer by layer: TARGET/<service>/libraries, which
# change seldom, TARGET/<service>/code, which changes with each build, the same of cli, libtorch, unpacked, and
# the names of the wheels that hold libtorch for a GPU. Run at the top.
set -eu
services='teacher-service student-trainer eval-service serving-gateway'
rm -rf "$1"
mkdir -p "$1"
target=$(cd "$1" && pwd)
mkdir "$target/libtorch"
for service in $services; do
  built=$service/target/quarkus-app
  libraries=$target/$service/libraries code=$target/$service/code
  mkdir -p "$libraries" "$code/lib/main"
  cp -a "$built/lib" "$libraries/"
  mv "$libraries"/lib/main/dev.retort.* "$code/lib/main/"
  cp -a "$built/app" "$built/quarkus" "$built/quarkus-run.jar" "$code/"
done
mkdir -p "$target/cli/libraries/lib" "$target/cli/code/lib"
cp -a cli/target/lib "$target/cli/libraries/"
for own in contracts distill-core local-stack; do mv "$target"/cli/libraries/lib/$own-*.jar "$target/cli/code/lib/"; done
cp -a cli/target/cli-*.jar "$target/cli/code/cli.jar"
cp -a experiments "$target/cli/code/"
cp deploy/libtorch-gpu.txt "$target/"
# With the profile sbom Maven has written what each is made of.
for module in $services cli; do
  if [ -f "$module/target/sbom.json" ]; then cp "$module/target/sbom.json" "$target/$module/code/"; fi
done
cp -a deploy/remember-start "$target/"
# One date for all: the same libraries are the same layer.
pack() { jar --create --no-manifest --date=2026-01-01T00:00:00Z --file="$1" -C "$2" .; }
# libtorch lies unpacked in a layer of its own. Quarkus' index names the jar, so an empty one stays in its place.
main=lib/main
natives=$(basename "$target"/teacher-service/libraries/$main/ai.djl.pytorch.pytorch-native-cpu-*.jar)
mkdir "$target/unpacked"
(cd "$target/unpacked" && jar -xf "../teacher-service/libraries/$main/$natives" pytorch)
mv "$target"/unpacked/pytorch/cpu/*/* "$target/libtorch/"
rm -rf "$target/unpacked"
mkdir "$target/unpacked"
: >"$target/unpacked/unpacked"
for service in teacher-service student-trainer eval-service; do
  pack "$target/$service/libraries/$main/$natives" "$target/unpacked"
done
rm -rf "$target/unpacked"
# ONNX Runtime's jar is nine tenths for other systems than that of an image, debugging symbols among them.
runtime=$(basename "$target"/serving-gateway/libraries/$main/com.microsoft.onnxruntime.onnxruntime-*.jar)
mkdir "$target/unpacked"
(cd "$target/unpacked" && jar -xf "../serving-gateway/libraries/$main/$runtime")
rm -rf "$target"/unpacked/ai/onnxruntime/native/win-* "$target"/unpacked/ai/onnxruntime/native/osx-*
pack "$target/onnxruntime.jar" "$target/unpacked"
for service in $services; do
  if [ -f "$target/$service/libraries/$main/$runtime" ]; then cp "$target/onnxruntime.jar" "$target/$service/libraries/$main/$runtime"; fi
done
rm -rf "$target/unpacked" "$target/onnxruntime.jar"
