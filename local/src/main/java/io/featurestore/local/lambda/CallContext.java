package io.featurestore.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Gives a handler the context of its call.
///
/// @param arn the ARN that was called, with its alias or version
/// @param started [System#nanoTime] at the start of the call
record CallContext(Function function, String arn, String requestId, long started) implements Context {
    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + function.name();
    }

    @Override
    public String getLogStreamName() {
        return requestId;
    }

    @Override
    public String getFunctionName() {
        return function.name();
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return arn;
    }

    /// Returns null, because only callers with Cognito have an identity.
    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    /// Returns null, because only the mobile SDK sends a client context.
    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        return (int) Math.max(0, TimeUnit.SECONDS.toMillis(function.timeoutSeconds()) - passed);
    }

    @Override
    public int getMemoryLimitInMB() {
        return function.memoryMb();
    }

    @Override
    public LambdaLogger getLogger() {
        System.Logger logger = System.getLogger("lambda." + function.name());
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                logger.log(System.Logger.Level.INFO, message);
            }

            @Override
            public void log(byte[] message) {
                log(new String(message, UTF_8));
            }
        };
    }
}
