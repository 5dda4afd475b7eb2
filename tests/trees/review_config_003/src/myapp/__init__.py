def verify_password(password):
    return len(password) >= 8
