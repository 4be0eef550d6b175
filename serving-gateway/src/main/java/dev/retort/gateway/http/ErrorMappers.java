package dev.retort.gateway.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error leaves in one form, and says what to do. */
class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    @ServerExceptionMapper
    Response refused(ApiException e) {
        Response.ResponseBuilder response = response(e.status(), String.valueOf(e.getMessage()));
        return e.status() == ApiException.UNAVAILABLE
                ? response.header(HttpHeaders.RETRY_AFTER, "1").build()
                : response.build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return response(status, advice(status, String.valueOf(e.getMessage()))).build();
    }

    /** The body ends before it should, as a form without its last boundary does. */
    @ServerExceptionMapper
    Response unreadable(IOException e) {
        return response(400, "the body cannot be read: " + e.getMessage()).build();
    }

    @ServerExceptionMapper
    Response defect(RuntimeException e) {
        UUID id = UUID.randomUUID();
        LOG.errorf(e, "request failed, error %s", id);
        return response(500, "this is a defect of the gateway; its log says more under " + id)
                .build();
    }

    private static String advice(int status, String message) {
        return switch (status) {
            case 404 -> message + ": /q/openapi lists what there is";
            case 413 -> message + ": send less in one request";
            case 415 ->
                message + ": send an image as image/png, image/jpeg or application/octet-stream, or a form"
                        + " with it as field 'image'";
            default -> message;
        };
    }

    private static Response.ResponseBuilder response(int status, String message) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(new ApiError(message));
    }
}
