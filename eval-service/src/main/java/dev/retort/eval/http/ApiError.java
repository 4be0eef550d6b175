package dev.retort.eval.http;

/** Why a request was refused. */
public record ApiError(String error) {}
