/**
 * Images and labels. {@link dev.retort.distill.data.DatasetSources} loads what an experiment names: drawn images
 * ({@code data.drawn}), CIFAR-10 ({@code data.cifar10}) or a folder of images a class. {@link
 * dev.retort.distill.data.DatasetFiles} turns a dataset into the two files that the object store keeps, and maps them
 * back into memory. {@link dev.retort.distill.data.HeldOutSplit} takes the images aside on which promotion decides.
 */
@NullMarked
package dev.retort.distill.data;

import org.jspecify.annotations.NullMarked;
