package dev.retort.gateway.domain;

/** What an artefact calls its input and its output. */
public record TensorNames(String input, String output) {}
