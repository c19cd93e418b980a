package io.featurestore.local.lambda;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Adds the header of [Trace] to requests. The SDK finds this class in its list of interceptors on the class
/// path.
public final class TraceInterceptor implements ExecutionInterceptor {
    /// Creates an interceptor. The SDK calls this constructor.
    public TraceInterceptor() {}

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return Trace.header()
                .map(header -> context.httpRequest().copy(r -> r.putHeader(Trace.HEADER, header)))
                .orElseGet(context::httpRequest);
    }
}
